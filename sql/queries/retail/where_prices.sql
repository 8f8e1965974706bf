-- query: retail_where_prices
-- args:  store_id bigint[], item_id bigint[], at timestamptz, seen_from timestamptz
-- row:   store_id bigint, item_id bigint, price_minor bigint, regular_minor bigint?,
--    low_30d_minor bigint?, deposit_minor bigint, is_special boolean, special_from timestamptz?,
--    special_to timestamptz?, is_outlier boolean, source text, seen_at timestamptz,
--    seen_local bigint, special_to_local bigint?, low_seen_minor bigint?
-- route: catalogue

-- What the shelves of these stores say of these items, by store and item. A price is as old as the
-- newest file that confirms it; older than $4 it is left out. Of specials, also the lowest price
-- that was seen in the 30 days before $3.
select p.store_id, p.item_id, p.price_minor, p.regular_minor, p.low_30d_minor, p.deposit_minor,
    p.is_special, p.special_from, p.special_to, p.is_outlier, p.source, a.seen_at,
    (extract(epoch from a.seen_at at time zone coalesce(s.time_zone, 'UTC')) * 1000000)::bigint
        as seen_local,
    (extract(epoch from p.special_to at time zone coalesce(s.time_zone, 'UTC')) * 1000000)::bigint
        as special_to_local,
    case when p.is_special then (
        select min(h.price_minor)
        from retail.price_history h
        where h.store_id = p.store_id and h.item_id = p.item_id
            and h.to_at > $3 - interval '30 days' and h.from_at <= $3) end as low_seen_minor
from retail.price p
join retail.store s on s.id = p.store_id
left join lateral (
    select max(o.observed_at) as observed_at
    from retail.observation o
    where o.store_id = p.store_id and o.source = p.source and o.kind = 'prices'
) o on true
cross join lateral (select greatest(p.changed_at, o.observed_at) as seen_at) a
where p.store_id = any($1) and p.item_id = any($2) and a.seen_at >= $4
order by p.store_id, p.item_id
