-- query: retail_price_add
-- args: retailer_id bigint, observed_at timestamptz, source text, time_zone text?
-- route: catalogue
-- slow: 1h

-- Prices of what the store did not have.
insert into retail.price (store_id, item_id, price_minor, regular_minor, low_30d_minor,
    deposit_minor, special_from, special_to, changed_at, row_hash, source, is_special)
select o.id, i.id, s.price_minor, s.regular_minor, s.low_30d_minor, s.deposit_minor,
    case when s.special_is_local
        then (s.special_from at time zone 'UTC') at time zone coalesce(o.time_zone, $4, 'UTC')
        else s.special_from end,
    case when s.special_is_local
        then (s.special_to at time zone 'UTC') at time zone coalesce(o.time_zone, $4, 'UTC')
        else s.special_to end,
    $2, s.row_hash, $3, s.is_special
from stage_price s
join retail.store o on o.retailer_id = $1 and o.code = s.store_code
join retail.item i on i.retailer_id = $1 and i.code = s.code
where s.has_price and s.is_new
