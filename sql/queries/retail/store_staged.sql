-- query: retail_store_staged
-- row: ids bigint[]
-- route: catalogue
-- slow: 10m

-- The stores that the staged rows are of.
select coalesce(array_agg(distinct s.store_id order by s.store_id), '{}') as ids
from stage_price s
where s.store_id is not null
