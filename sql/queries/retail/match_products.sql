-- query: retail_match_products
-- args:  ids bigint[]
-- row:   id bigint, gtin bigint?, name text, brand text?, name_fold text, brand_fold text,
--    category_fold text, size_unit smallint?, size_milli bigint?, pack_count integer,
--    is_weighed boolean, shops integer
-- route: catalogue
select p.id, p.gtin, p.name, p.brand, p.name_fold, p.brand_fold, p.category_fold, p.size_unit,
    p.size_milli, p.pack_count, p.is_weighed,
    (select count(*) from retail.item i where i.product_id = p.id)::integer as shops
from retail.product p
where p.id = any($1) and p.merged_into is null
