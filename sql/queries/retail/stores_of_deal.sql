-- loader: retail_stores_of_deal
-- key:    key bigint
-- row:    as retail_store_by_id
-- route:  catalogue
-- cache:  1m tag deal
-- page:   id

-- Where a deal is on.
select k.key, s.id, s.code, s.name, s.sub_chain, s.address, s.city, s.zip, s.lat, s.lon,
    s.kind, s.currency, s.time_zone, s.closed_at, s.retailer_id as "retailer.id",
    s.retailer_key as "retailer.key", s.retailer_name as "retailer.name",
    s.retailer_country as "retailer.country"
from unnest($1::bigint[]) k (key)
cross join lateral (
    select o.store_id
    from deals.deal_on o
    where o.deal_id = k.key and o.store_id > $2
    order by o.store_id
    limit $3::integer) o
join retail.store_told s on s.id = o.store_id
order by s.id
