-- query: retail_match_by_id
-- args:  id bigint
-- row:   id bigint
-- route: catalogue

-- The product that this id is of, which may have been merged into another.
select product_id as id from retail.pub_product_id where id = $1
