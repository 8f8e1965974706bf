-- loader: retail_retailer_by_id
-- key:    id bigint
-- row:    id bigint, key text, name text, country text?
-- route:  catalogue
-- cache:  10m tag retailer
-- uses:   retailer_pkey
select id, key, name, country from retail.retailer where id = any($1)
