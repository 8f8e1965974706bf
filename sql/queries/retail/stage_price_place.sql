-- query: retail_stage_price_place
-- args: retailer_id bigint, time_zone text?
-- route: catalogue
-- slow: 1h

-- The stores of rows that name theirs by code only, and what their local times are.
update stage_price s
set store_id = o.id,
    special_from = case when s.special_is_local
        then (s.special_from at time zone 'UTC') at time zone coalesce(o.time_zone, $2, 'UTC')
        else s.special_from end,
    special_to = case when s.special_is_local
        then (s.special_to at time zone 'UTC') at time zone coalesce(o.time_zone, $2, 'UTC')
        else s.special_to end
from retail.store o
where o.retailer_id = $1 and o.code = s.store_code
    and (s.store_id is null or s.special_is_local)
