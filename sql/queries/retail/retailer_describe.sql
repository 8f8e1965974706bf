-- query: retail_retailer_describe
-- args: id bigint, name text?, country text?
-- route: catalogue

-- What a file says of it beyond its key.
update retail.retailer
set name = coalesce($2, name), country = coalesce($3, country)
where id = $1 and (name, country) is distinct from (coalesce($2, name), coalesce($3, country))
