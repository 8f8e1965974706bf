-- query: retail_store_staged
-- args: retailer_id bigint
-- row: ids bigint[]
-- route: catalogue
-- slow: 10m

-- The stores that the staged rows are of.
select coalesce(array_agg(o.id order by o.id), '{}') as ids
from retail.store o
where o.retailer_id = $1 and o.code in (select s.store_code from stage_price s)
