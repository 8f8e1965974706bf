-- query: retail_price_judge
-- row: flags bigint
-- route: catalogue
-- slow: 1h

-- Flags prices above three times or below a third of the median of their product and currency,
-- where there are at least three. Only products of files that were not looked over yet; among them
-- only those whose least and highest price are that far apart, or that have a flag to lose.
with files as (
    update retail.feed_file f
    set is_judged = true
    where not f.is_judged
    returning f.retailer_id, f.store_id, f.observed_at
),
changed as (
    select distinct p.item_id
    from files f
    join retail.store o
        on o.retailer_id = f.retailer_id and o.id = coalesce(f.store_id, o.id)
    join retail.price p on p.store_id = o.id and p.changed_at >= f.observed_at
),
touched as (
    select distinct i.product_id
    from changed c
    join retail.item i on i.id = c.item_id
),
spread as (
    select i.product_id, o.currency
    from touched t
    join retail.item i on i.product_id = t.product_id
    join retail.price p on p.item_id = i.id
    join retail.store o on o.id = p.store_id
    group by i.product_id, o.currency
    having max(p.price_minor) > 3 * min(p.price_minor) or bool_or(p.is_outlier)
),
middle as (
    select s.product_id, s.currency, count(*) as prices,
        percentile_cont(0.5) within group (order by p.price_minor) as median_minor
    from spread s
    join retail.item i on i.product_id = s.product_id
    join retail.price p on p.item_id = i.id
    join retail.store o on o.id = p.store_id and o.currency is not distinct from s.currency
    group by s.product_id, s.currency
),
judged as (
    update retail.price p
    set is_outlier = not p.is_outlier
    from middle m
    join retail.item i on i.product_id = m.product_id
    join retail.store o on o.currency is not distinct from m.currency
    where p.item_id = i.id and p.store_id = o.id
        and p.is_outlier <> (m.prices >= 3
            and (p.price_minor > 3 * m.median_minor or 3 * p.price_minor < m.median_minor))
    returning p.item_id
)
select count(*) as flags from judged
