-- loader: retail_store_by_id
-- key:    id bigint
-- row:    key bigint, id bigint, code text, name text?, sub_chain text?,
--    address text?, city text?, zip text?, lat double precision?, lon double precision?, kind text,
--    currency text?, time_zone text?, closed_at timestamptz?, retailer.id bigint,
--    retailer.key text, retailer.name text, retailer.country text?
-- route:  catalogue
-- cache:  10m tag store
-- uses:   store_pkey

-- What a store was found by, other than its id, is its `key`.
select s.id as key, s.id, s.code, s.name, s.sub_chain, s.address, s.city, s.zip, s.lat, s.lon,
    s.kind, s.currency, s.time_zone, s.closed_at, s.retailer_id as "retailer.id",
    s.retailer_key as "retailer.key", s.retailer_name as "retailer.name",
    s.retailer_country as "retailer.country"
from retail.store_told s
where s.id = any($1)
