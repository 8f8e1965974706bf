-- query: retail_store_add_staged
-- args: retailer_id bigint, currency text?, time_zone text?
-- route: catalogue
-- slow: 10m

-- Stores that prices name before a store list does.
insert into retail.store (retailer_id, code, currency, time_zone)
select distinct $1, s.store_code, $2, $3
from stage_price s
where not exists (
    select from retail.store o where o.retailer_id = $1 and o.code = s.store_code)
order by s.store_code
on conflict (retailer_id, code) do nothing
