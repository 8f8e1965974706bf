-- query: deals_where_deals
-- args:  store_id bigint[], retailer_id bigint[], code text[], at timestamptz
-- row:   id bigint, source_id text, text text, kind text, unpriced_kind text?, count bigint,
--    get bigint, value bigint, min_grams bigint, max_grams bigint?, max_uses bigint?,
--    max_units bigint?, basket_min bigint?, basket_min_counts_own boolean, starts_at timestamptz,
--    ends_at timestamptz, coupon text?, audiences text[], has_gifts boolean
-- route: catalogue

-- Deals that are on at a time in one of these stores, and are about one of these codes ($2 and $3
-- go together) or about the whole basket.
select d.id, d.source_id, d.text, d.kind, d.unpriced_kind, d.count, d.get, d.value, d.min_grams,
    d.max_grams, d.max_uses, d.max_units, d.basket_min, d.basket_min_counts_own, d.starts_at,
    d.ends_at, d.coupon, d.audiences,
    exists (select from deals.deal_item g where g.deal_id = d.id and g.is_get) as has_gifts
from deals.deal d
where d.starts_at <= $4 and d.ends_at >= $4
    and d.id in (
        select i.deal_id
        from unnest($2::bigint[], $3::text[]) k (retailer_id, code)
        join deals.deal_item i on i.retailer_id = k.retailer_id and i.code = k.code
        union all
        select b.id from deals.deal b where b.kind in ('basket_percent_off', 'basket_amount_off')
    )
    and exists (select from deals.deal_on o where o.deal_id = d.id and o.store_id = any($1))
order by d.id
