-- query: retail_price_keep
-- args: retailer_id bigint, observed_at timestamptz
-- route: catalogue
-- slow: 1h

-- The prices that retail_price_merge is about to replace.
insert into retail.price_history (store_id, item_id, price_minor, regular_minor, deposit_minor,
    from_at, to_at, is_special, is_gone)
select p.store_id, p.item_id, p.price_minor, p.regular_minor, p.deposit_minor, p.changed_at, $2,
    p.is_special, false
from stage_price s
join retail.item i on i.retailer_id = $1 and i.code = s.code
join retail.price p on p.store_id = s.store_id and p.item_id = i.id
where s.has_price and not s.is_new and p.changed_at < $2
    and (p.price_minor, p.regular_minor, p.deposit_minor, p.is_special)
        is distinct from (s.price_minor, s.regular_minor, s.deposit_minor, s.is_special)
