-- query: retail_store_add_staged
-- args: retailer_id bigint, currency text?, time_zone text?, online_code text
-- route: catalogue
-- slow: 10m

-- Stores that prices name before a store list does; the one called $4 is no shop to walk into.
insert into retail.store (retailer_id, code, currency, time_zone, kind)
select distinct $1, s.store_code, $2, $3, case when s.store_code = $4 then 2 else 0 end
from stage_price s
where not exists (
    select from retail.store o where o.retailer_id = $1 and o.code = s.store_code)
order by s.store_code
on conflict (retailer_id, code) do nothing
