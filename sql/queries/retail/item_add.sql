-- query: retail_item_add
-- args: retailer_id bigint, observed_at timestamptz
-- route: catalogue
-- slow: 1h

-- Items that are new, each with a product of its own unless its GTIN has one.
with fresh as materialized (
    select s.code, s.name, s.brand, s.category, s.name_fold, s.brand_fold, s.category_fold,
        s.size_milli, s.size_unit, s.pack_count, s.is_weighed, s.image_url, s.link, s.facts_hash,
        coalesce(p.merged_into, p.id, public.new_id()) as product_id, p.id is null as is_own
    from stage_price s
    left join retail.product p on p.gtin = s.gtin
    left join retail.item i on i.retailer_id = $1 and i.code = s.code
    where s.has_facts and i.id is null
),
made as (
    insert into retail.product (id, retailer_id, name, brand, category, name_fold, brand_fold,
        category_fold, size_milli, size_unit, pack_count, is_weighed)
    select f.product_id, $1, f.name, f.brand, f.category, f.name_fold, f.brand_fold,
        f.category_fold, f.size_milli, f.size_unit, f.pack_count, f.is_weighed
    from fresh f
    where f.is_own
)
insert into retail.item (retailer_id, code, product_id, name, brand, category, size_milli,
    size_unit, pack_count, is_weighed, image_url, link, facts_hash, facts_at)
select $1, f.code, f.product_id, f.name, f.brand, f.category, f.size_milli, f.size_unit,
    f.pack_count, f.is_weighed, f.image_url, f.link, f.facts_hash, $2
from fresh f
