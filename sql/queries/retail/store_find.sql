-- query: retail_store_find
-- args: retailer_id bigint, code text
-- row: id bigint
-- route: catalogue
-- uses: store_retailer_id_code_key
select id from retail.store where retailer_id = $1 and code = $2
