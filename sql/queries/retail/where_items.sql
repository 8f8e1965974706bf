-- query: retail_where_items
-- args:  product_id bigint[]
-- row:   id bigint, product_id bigint, gtin bigint?, retailer_id bigint, retailer_key text,
--    code text, name text, brand text?, category text?,
--    size_unit smallint?, size_milli bigint?, is_weighed boolean
-- route: catalogue
-- uses:  item_product

-- What retailers sell as these products.
select i.id, i.product_id, p.gtin, i.retailer_id, r.key as retailer_key, i.code, i.name, i.brand,
    i.category, i.size_unit, i.size_milli, i.is_weighed
from retail.item i
join retail.product p on p.id = i.product_id
join retail.retailer r on r.id = i.retailer_id
where i.product_id = any($1)
order by i.id
