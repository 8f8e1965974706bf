-- query: retail_price_delist
-- args: store_id bigint, item_ids bigint[], source text, observed_at timestamptz
-- row: prices bigint
-- route: catalogue
-- slow: 1h

-- Prices that the complete file of a store no longer has.
with gone as (
    delete from retail.price p
    where p.store_id = $1 and p.item_id = any($2) and p.source = $3 and p.changed_at <= $4
    returning p.store_id, p.item_id, p.price_minor, p.regular_minor, p.deposit_minor,
        p.changed_at, p.is_special
),
kept as (
    insert into retail.price_history (store_id, item_id, price_minor, regular_minor, deposit_minor,
        from_at, to_at, is_special, is_gone)
    select store_id, item_id, price_minor, regular_minor, deposit_minor, changed_at, $4, is_special,
        true
    from gone
)
select count(*) as prices from gone
