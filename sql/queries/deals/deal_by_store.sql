-- loader: deals_deal_by_store
-- key:    key bigint
-- row:    as deals_deal_by_id
-- route:  catalogue
-- cache:  1m tag deal
-- page:   until_at, id
-- uses:   deal_store_page

-- What is on in a store now, soonest over first: a walk along each index from where the page
-- begins. No page asks for more than 101; said as a number, the planner knows that too.
select k.key, '' as word, d.id, d.ends_at as until_at, d.kind, d.text, d.source_id, d.count,
    d.get_count, d.amount_minor as "amount.minor",
    case when d.amount_minor is not null then c.currency end as "amount.currency", d.percent,
    d.min_grams, d.max_grams, d.max_uses, d.max_units, d.basket_min as "basket_min.minor",
    case when d.basket_min is not null then c.currency end as "basket_min.currency",
    case when isfinite(d.starts_at) then d.starts_at end as starts_at,
    case when isfinite(d.ends_at) then d.ends_at end as ends_at, d.coupon, d.audiences,
    r.id as "retailer.id", r.key as "retailer.key", r.name as "retailer.name",
    r.country as "retailer.country",
    d.product_id as "product.id", d.product_gtin as "product.gtin",
    d.product_name as "product.name", d.product_brand as "product.brand",
    d.product_category as "product.category", d.product_size_amount as "product.size_amount",
    d.product_size_unit as "product.size_unit", d.product_pack_count as "product.pack_count",
    d.product_is_weighed as "product.is_weighed",
    d.product_image_url as "product.image_url"
from unnest($1::bigint[]) k (key)
cross join lateral (
    select s.retailer_id, coalesce(s.currency, 'XXX') as currency
    from retail.pub_store s
    where s.id = k.key
    limit 1) c
join retail.pub_retailer r on r.id = c.retailer_id
cross join lateral (
    select greatest($2, now()) as ends_at,
        case when $2 < now() then 0::bigint else $3 end as deal_id) p
cross join lateral (
    select distinct u.ends_at, u.deal_id
    from (
        (
            select a.ends_at, a.deal_id
            from deals.deal_store a
            where a.store_id = k.key and (a.ends_at, a.deal_id) > (p.ends_at, p.deal_id)
                and a.starts_at <= now()
            order by a.ends_at, a.deal_id
            limit 101
        )
        union all
        (
            select a.ends_at, a.deal_id
            from deals.deal_chain a
            where a.retailer_id = c.retailer_id
                and (a.ends_at, a.deal_id) > (p.ends_at, p.deal_id) and a.starts_at <= now()
            order by a.ends_at, a.deal_id
            limit 101
        )
    ) u
    order by u.ends_at, u.deal_id
    limit $4::integer) o
join deals.deal_told d on d.id = o.deal_id
order by o.ends_at, o.deal_id
