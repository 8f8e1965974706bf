-- loader: deals_deal_of_category
-- key:    word text
-- row:    as deals_deal_by_id
-- route:  catalogue
-- cache:  5m tag deal
-- page:   until_at, id
-- slow:   5s

-- What is on now, somewhere, and is about a product of a category; soonest over first. All of the
-- category's products are looked at.
select d.id as key, k.word, d.id, d.ends_at as until_at, d.kind, d.text, d.source_id, d.count,
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
from unnest($1::text[]) k (word)
cross join lateral (
    select distinct d.ends_at, d.id
    from retail.pub_product p
    join retail.pub_item i on i.product_id = p.id
    join deals.deal_item t on t.retailer_id = i.retailer_id and t.code = i.code and not t.is_get
    join deals.deal d on d.id = t.deal_id and d.starts_at <= now()
    where p.category = k.word
        and (d.ends_at, d.id) > (
            greatest($2, now()), case when $2 < now() then 0::bigint else $3 end)
        and (exists (select from deals.deal_store s where s.deal_id = d.id) or exists (
            select from deals.deal_chain s
            where s.retailer_id = d.retailer_id and s.deal_id = d.id))
    order by d.ends_at, d.id
    limit $4::integer) o
join deals.deal_told d on d.id = o.id
join retail.pub_retailer r on r.id = d.retailer_id
cross join lateral (
    select coalesce((
        select s.currency
        from retail.pub_store s
        where s.retailer_id = d.retailer_id and s.currency is not null
        limit 1), 'XXX') as currency) c
order by o.ends_at, o.id
