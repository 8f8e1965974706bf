-- query: retail_store_take
-- args: retailer_id bigint, code text, currency text?, time_zone text?
-- row: id bigint
-- route: catalogue

-- The store of this code, made when it is new.
with made as (
    insert into retail.store (retailer_id, code, currency, time_zone)
    values ($1, $2, $3, $4)
    on conflict (retailer_id, code) do nothing
    returning id
)
select id from made
union all
select id from retail.store where retailer_id = $1 and code = $2
limit 1
