-- query: retail_match_by_gtin
-- args:  gtin bigint
-- row:   as retail_match_candidates
-- route: catalogue
select p.id, p.gtin, p.name, p.brand, p.name_fold, p.brand_fold, p.category_fold, p.size_unit,
    p.size_milli, p.pack_count, p.is_weighed,
    (select count(*) from retail.item i where i.product_id = p.id)::integer as shops
from retail.product p
where p.gtin = $1 and p.merged_into is null
