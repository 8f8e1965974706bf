-- query: retail_where_stores_near
-- args:  lat double precision, lon double precision, radius_m double precision, at timestamptz,
--    most bigint
-- row:   word text?, id bigint, retailer_id bigint, retailer_key text, retailer_name text,
--    code text, name text?, address text?, city text?, kind smallint, currency text?,
--    time_zone text?, lat double precision?, lon double precision?, at_local bigint,
--    has_prices boolean, total bigint
-- route: catalogue

-- Stores within the radius, the nearest first, then those that sell something and whose place is
-- not known (in a case of its own, for least() passes over nulls). `total` counts all of them,
-- shown or not; `at_local` is $4 on the store's own clock.
select null::text as word, s.id, s.retailer_id, r.key as retailer_key, r.name as retailer_name,
    s.code, s.name, s.address, s.city, s.kind, s.currency, s.time_zone, s.lat, s.lon,
    (extract(epoch from $4 at time zone coalesce(s.time_zone, 'UTC')) * 1000000)::bigint
        as at_local,
    d.has_prices, count(*) over () as total
from retail.store s
join retail.retailer r on r.id = s.retailer_id
cross join lateral (
    select case when s.lat is not null then retail.metres($1, $2, s.lat, s.lon) end as metres,
        exists (select from retail.price p where p.store_id = s.id) as has_prices
) d
where s.closed_at is null and (d.metres <= $3 or (d.metres is null and d.has_prices))
order by d.metres, s.id
limit $5
