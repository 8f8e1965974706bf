-- loader: retail_stores_of_retailer
-- key:    key bigint
-- row:    as retail_store_by_id
-- route:  catalogue
-- cache:  10m tag store
-- page:   code
-- uses:   store_retailer_id_code_key

-- Those that are open.
select k.key, s.id, s.code, s.name, s.sub_chain, s.address, s.city, s.zip, s.lat, s.lon,
    s.kind, s.currency, s.time_zone, s.closed_at, s.retailer_id as "retailer.id",
    s.retailer_key as "retailer.key", s.retailer_name as "retailer.name",
    s.retailer_country as "retailer.country"
from unnest($1::bigint[]) k (key)
cross join lateral (
    select t.id
    from retail.store t
    where t.retailer_id = k.key and t.code > $2 and t.closed_at is null
    order by t.code
    limit $3::integer) o
join retail.store_told s on s.id = o.id
order by s.code
