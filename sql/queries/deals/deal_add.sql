-- query: deals_deal_add
-- args: retailer_id bigint, time_zone text?
-- route: catalogue
-- slow: 1h

-- Deals of a content that the retailer never had, with what they are about.
with fresh as materialized (
    select distinct on (s.content_hash) s.content_hash, s.source_id, s.text, s.kind,
        s.unpriced_kind, s.count, s.get, s.value, s.min_grams, s.max_grams, s.max_uses, s.max_units,
        s.basket_min, s.basket_min_counts_own, s.starts_at, s.starts_is_local, s.ends_at,
        s.ends_is_local, s.coupon, s.audiences, s.codes, s.get_codes
    from stage_deal s
    where not exists (
        select
        from deals.deal d
        where d.retailer_id = $1 and d.content_hash = s.content_hash)
    order by s.content_hash, s.seq
),
made as (
    insert into deals.deal (retailer_id, content_hash, source_id, text, kind, unpriced_kind, count,
        get, value, min_grams, max_grams, max_uses, max_units, basket_min, basket_min_counts_own,
        starts_at, ends_at, coupon, audiences, currency)
    select $1, f.content_hash, f.source_id, f.text, f.kind, f.unpriced_kind, f.count, f.get,
        f.value, f.min_grams, f.max_grams, f.max_uses, f.max_units, f.basket_min,
        f.basket_min_counts_own,
        case when f.starts_is_local
            then (f.starts_at at time zone 'UTC') at time zone coalesce($2, 'UTC')
            else f.starts_at end,
        case when f.ends_is_local
            then (f.ends_at at time zone 'UTC') at time zone coalesce($2, 'UTC')
            else f.ends_at end,
        f.coupon, f.audiences, c.currency
    from fresh f
    left join (
        select s.currency
        from retail.pub_store s
        where s.retailer_id = $1 and s.currency is not null
        order by s.id
        limit 1) c on true
    returning id, content_hash
)
insert into deals.deal_item (deal_id, retailer_id, is_get, code)
select m.id, $1, false, c.code
from made m
join fresh f on f.content_hash = m.content_hash
cross join lateral unnest(f.codes) c (code)
union
select m.id, $1, true, c.code
from made m
join fresh f on f.content_hash = m.content_hash
cross join lateral unnest(f.get_codes) c (code)
