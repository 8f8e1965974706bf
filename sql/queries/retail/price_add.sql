-- query: retail_price_add
-- args: retailer_id bigint, observed_at timestamptz, source text
-- route: catalogue
-- slow: 1h

-- Prices of what the store did not have.
insert into retail.price (store_id, item_id, price_minor, regular_minor, low_30d_minor,
    deposit_minor, special_from, special_to, changed_at, row_hash, source, is_special)
select s.store_id, i.id, s.price_minor, s.regular_minor, s.low_30d_minor, s.deposit_minor,
    s.special_from, s.special_to, $2, s.row_hash, $3, s.is_special
from stage_price s
join retail.item i on i.retailer_id = $1 and i.code = s.code
where s.has_price and s.is_new
