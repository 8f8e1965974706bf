-- query: retail_item_add_bare
-- args: retailer_id bigint
-- route: catalogue
-- slow: 1h

-- Codes that have a price before anything says what they are: the code is all their words. The
-- first facts that come, however old, replace them.
with fresh as materialized (
    select c.code, public.new_id() as product_id
    from (select distinct s.code from stage_price s where not s.has_facts and s.has_price) c
    where not exists (
        select from retail.item i where i.retailer_id = $1 and i.code = c.code)
),
made as (
    insert into retail.product (id, retailer_id, name, name_fold, brand_fold, category_fold,
        pack_count, is_weighed)
    select f.product_id, $1, f.code, f.code, '', '', 1, false
    from fresh f
)
insert into retail.item (retailer_id, code, product_id, name, pack_count, is_weighed, facts_hash,
    facts_at)
select $1, f.code, f.product_id, f.code, 1, false, 0, '-infinity'
from fresh f
