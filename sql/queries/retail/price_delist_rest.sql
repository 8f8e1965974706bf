-- query: retail_price_delist_rest
-- args: retailer_id bigint, store_ids bigint[], source text, observed_at timestamptz
-- row: prices bigint
-- route: catalogue
-- slow: 1h

-- Prices that a complete file, all of which is staged, lacks in the stores that it names.
with seen as (
    select s.store_id, i.id as item_id
    from stage_price s
    join retail.item i on i.retailer_id = $1 and i.code = s.code
),
gone as (
    delete from retail.price p
    where p.store_id = any($2) and p.source = $3 and p.changed_at <= $4
        and not exists (
            select from seen s where s.store_id = p.store_id and s.item_id = p.item_id)
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
