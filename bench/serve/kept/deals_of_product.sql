-- loader: kept_deals_of_product
-- key:    product_id bigint
-- row:    product_id bigint, id bigint, text text, percent double precision, store_ids bigint[]
-- route:  catalogue
-- cache:  1m tag deal

-- Those that are on, with the stores that they are on in; most off first.
select k.product_id, d.id, d.text, d.value / 100.0::double precision as percent, s.store_ids
from unnest($1::bigint[]) k (product_id)
join retail.item o on o.product_id = k.product_id
join deals.deal_item t on t.retailer_id = o.retailer_id and t.code = o.code
join deals.deal d on d.id = t.deal_id and d.ends_at > now()
cross join lateral (
    select array_agg(a.store_id order by a.store_id) as store_ids
    from deals.deal_store a
    where a.deal_id = d.id
    having count(*) > 0) s
order by k.product_id, d.value desc, d.id
