-- query: retail_known_codes
-- args: retailer_id bigint, store_id bigint
-- row: code text, item_id bigint, facts_hash bigint, row_hash bigint?
-- route: catalogue
-- slow: 10m

-- All that the retailer sells, and the prices of one store.
select i.code, i.id as item_id, i.facts_hash, p.row_hash
from retail.item i
left join retail.price p on p.store_id = $2 and p.item_id = i.id
where i.retailer_id = $1
