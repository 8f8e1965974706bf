-- query: retail_where_stores_named
-- args:  words text[], at timestamptz, most bigint
-- row:   as retail_where_stores_near
-- route: catalogue

-- The stores that people name by id, by the retailer and its code ("konzum/0204"), or by the code
-- alone: in the order of the words, none or several of each.
select w.word, s.id, s.retailer_id, r.key as retailer_key, r.name as retailer_name, s.code, s.name,
    s.address, s.city, s.kind, s.currency, s.time_zone, s.lat, s.lon,
    (extract(epoch from $2 at time zone coalesce(s.time_zone, 'UTC')) * 1000000)::bigint
        as at_local,
    exists (select from retail.price p where p.store_id = s.id) as has_prices,
    count(*) over () as total
from unnest($1::text[]) with ordinality w (word, place)
cross join lateral (
    select a.id from retail.store a where a.id::text = w.word or a.code = w.word
    union
    select a.id
    from retail.retailer b
    join retail.store a on a.retailer_id = b.id
    where lower(b.key) || '/' || lower(a.code) = lower(w.word)
        or lower(b.name) || '/' || lower(a.code) = lower(w.word)
) n
join retail.store s on s.id = n.id
join retail.retailer r on r.id = s.retailer_id
order by w.place, s.id
limit $3
