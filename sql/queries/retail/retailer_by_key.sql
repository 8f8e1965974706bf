-- loader: retail_retailer_by_key
-- key:    key text
-- row:    as retail_retailer_by_id
-- route:  catalogue
-- cache:  10m tag retailer
-- uses:   retailer_key_key
select id, key, name, country from retail.retailer where key = any($1)
