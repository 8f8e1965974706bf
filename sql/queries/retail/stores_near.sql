-- loader: retail_stores_near
-- key:    none
-- args:   lat double precision, lon double precision, radius_m integer
-- row:    distance_m integer, id bigint, store.id bigint, store.code text, store.name text?,
--    store.sub_chain text?, store.address text?, store.city text?, store.zip text?,
--    store.lat double precision?, store.lon double precision?, store.kind text,
--    store.currency text?, store.time_zone text?, store.closed_at timestamptz?
-- route:  catalogue
-- cache:  5m tag store
-- page:   distance_m, id
-- uses:   store_place

-- Open stores within the radius, the nearest first, in metres as the crow flies. The index finds
-- those in the degrees of latitude that the radius spans; a degree is at least 110.5 km.
select d.distance_m, s.id, s.id as "store.id", s.code as "store.code",
    s.name as "store.name", s.sub_chain as "store.sub_chain", s.address as "store.address",
    s.city as "store.city", s.zip as "store.zip", s.lat as "store.lat", s.lon as "store.lon",
    s.kind as "store.kind", s.currency as "store.currency", s.time_zone as "store.time_zone",
    s.closed_at as "store.closed_at"
from retail.store_told s
cross join lateral (
    select $3::integer / 110500.0::double precision as degrees,
        round(retail.metres($1, $2, s.lat, s.lon))::integer as distance_m) d
where s.lat between $1 - d.degrees and $1 + d.degrees and s.closed_at is null
    and d.distance_m <= $3::integer and (d.distance_m, s.id) > ($4, $5)
order by d.distance_m, s.id
limit $6::integer
