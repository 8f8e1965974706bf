-- loader: retail_store_by_code
-- key:    retailer.id bigint, code text
-- row:    as retail_store_by_id
-- route:  catalogue
-- cache:  10m tag store
-- uses:   store_retailer_id_code_key
select s.id as key, s.id, s.code, s.name, s.sub_chain, s.address, s.city, s.zip, s.lat, s.lon,
    s.kind, s.currency, s.time_zone, s.closed_at, s.retailer_id as "retailer.id",
    s.retailer_key as "retailer.key", s.retailer_name as "retailer.name",
    s.retailer_country as "retailer.country"
from unnest($1::bigint[], $2::text[]) k (retailer_id, code)
join retail.store_told s on s.retailer_id = k.retailer_id and s.code = k.code
