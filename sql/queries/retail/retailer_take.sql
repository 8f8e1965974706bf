-- query: retail_retailer_take
-- args: key text, name text, country text?
-- row: id bigint
-- route: catalogue

-- The retailer of this key, made when it is new.
with made as (
    insert into retail.retailer (key, name, country)
    values ($1, $2, $3)
    on conflict (key) do nothing
    returning id
)
select id from made
union all
select id from retail.retailer where key = $1
limit 1
