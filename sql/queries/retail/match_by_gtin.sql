-- query: retail_match_by_gtin
-- args:  gtin bigint
-- row:   id bigint
-- route: catalogue
select id from retail.product where gtin = $1
