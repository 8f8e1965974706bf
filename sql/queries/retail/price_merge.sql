-- query: retail_price_merge
-- args: retailer_id bigint, observed_at timestamptz, source text
-- route: catalogue
-- slow: 1h

-- What the shelf says now, where it may have said something before; what a newer file said stays.
merge into retail.price p
using (
    select s.store_id, i.id as item_id, s.price_minor, s.regular_minor, s.low_30d_minor,
        s.deposit_minor, s.row_hash, s.is_special, s.special_from, s.special_to
    from stage_price s
    join retail.item i on i.retailer_id = $1 and i.code = s.code
    where s.has_price and not s.is_new
) n
on p.store_id = n.store_id and p.item_id = n.item_id
when matched and p.changed_at <= $2 and p.row_hash <> n.row_hash then
    update set
        price_minor = n.price_minor,
        regular_minor = n.regular_minor,
        low_30d_minor = n.low_30d_minor,
        deposit_minor = n.deposit_minor,
        special_from = n.special_from,
        special_to = n.special_to,
        is_special = n.is_special,
        row_hash = n.row_hash,
        source = $3,
        changed_at = case
            when (p.price_minor, p.regular_minor, p.deposit_minor, p.is_special)
                is distinct from (n.price_minor, n.regular_minor, n.deposit_minor, n.is_special)
            then $2
            else p.changed_at end
when not matched then
    insert (store_id, item_id, price_minor, regular_minor, low_30d_minor, deposit_minor,
        special_from, special_to, changed_at, row_hash, source, is_special)
    values (n.store_id, n.item_id, n.price_minor, n.regular_minor, n.low_30d_minor,
        n.deposit_minor, n.special_from, n.special_to, $2, n.row_hash, $3, n.is_special)
