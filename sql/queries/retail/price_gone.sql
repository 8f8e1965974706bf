-- query: retail_price_gone
-- args: retailer_id bigint, observed_at timestamptz
-- row: prices bigint
-- route: catalogue
-- slow: 1h

-- Prices of what the file says is sold no more.
with gone as (
    delete from retail.price p
    using stage_price s
    join retail.item i on i.retailer_id = $1 and i.code = s.code
    where s.is_gone and p.store_id = s.store_id and p.item_id = i.id and p.changed_at <= $2
    returning p.store_id, p.item_id, p.price_minor, p.regular_minor, p.deposit_minor,
        p.changed_at, p.is_special
),
kept as (
    insert into retail.price_history (store_id, item_id, price_minor, regular_minor, deposit_minor,
        from_at, to_at, is_special, is_gone)
    select store_id, item_id, price_minor, regular_minor, deposit_minor, changed_at, $2, is_special,
        true
    from gone
)
select count(*) as prices from gone
