-- loader: retail_shelf_of_product
-- key:    key bigint
-- row:    key bigint, currency text, is_weighed boolean, store_ids bigint[], minors bigint[]
-- route:  catalogue
-- cache:  1m tag price
-- uses:   item_product

-- What a product costs in every open store, in little room: arrays by store, and in a store that
-- has it under several codes the cheapest first. No price that is far from all others.
select k.key, o.currency, o.is_weighed, o.store_ids, o.minors
from unnest($1::bigint[]) k (key)
cross join lateral (
    select s.currency, s.is_weighed, array_agg(s.store_id) as store_ids,
        array_agg(s.price_minor) as minors
    from (
        select t.currency, t.is_weighed, t.store_id, t.price_minor
        from retail.pub_product_id m
        join retail.price_told t on t.product_id = m.product_id
        where m.id = k.key and not t.is_outlier
        order by t.currency, t.is_weighed, t.store_id, t.price_minor) s
    group by s.currency, s.is_weighed) o
order by k.key, o.currency, o.is_weighed
