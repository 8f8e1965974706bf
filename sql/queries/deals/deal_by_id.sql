-- loader: deals_deal_by_id
-- key:    id bigint
-- row:    key bigint, word text, id bigint, until_at timestamptz, kind text, text text,
--    source_id text, count integer, get_count integer?, amount.minor bigint?,
--    amount.currency text?, percent double precision?, min_grams integer?, max_grams integer?,
--    max_uses integer?, max_units integer?, basket_min.minor bigint?, basket_min.currency text?,
--    starts_at timestamptz?, ends_at timestamptz?, coupon text?, audiences text[],
--    retailer.id bigint, retailer.key text, retailer.name text,
--    retailer.country text?, product.id bigint?, product.gtin text?,
--    product.name text?, product.brand text?, product.category text?,
--    product.size_amount double precision?, product.size_unit text?, product.pack_count integer?,
--    product.is_weighed boolean?, product.image_url text?
-- route:  catalogue
-- cache:  10m tag deal
-- uses:   deal_pkey

-- What a deal was found by, other than its id, is its `key` or its `word`.
select d.id as key, '' as word, d.id, d.ends_at as until_at, d.kind, d.text, d.source_id, d.count,
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
from deals.deal_told d
join retail.pub_retailer r on r.id = d.retailer_id
cross join lateral (
    select coalesce((
        select s.currency
        from retail.pub_store s
        where s.retailer_id = d.retailer_id and s.currency is not null
        limit 1), 'XXX') as currency) c
where d.id = any($1)
