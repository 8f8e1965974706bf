-- loader: retail_product_by_id
-- key:    id bigint
-- row:    key bigint, word text, id bigint, gtin text?, name text, brand text?, category text?,
--    size_amount double precision?, size_unit text?, pack_count integer, is_weighed boolean,
--    image_url text?
-- route:  catalogue
-- cache:  10m tag product
-- uses:   product_pkey

-- What a product was found by, other than its id, is its `key` or its `word`. An id of one that was
-- merged into another stays, and tells of that other one.
select m.id as key, '' as word, m.id, p.gtin, p.name, p.brand, p.category, p.size_amount,
    p.size_unit, p.pack_count, p.is_weighed, (
        select i.image_url
        from retail.item i
        where i.product_id = p.id and i.image_url is not null
        limit 1) as image_url
from retail.pub_product_id m
join retail.pub_product p on p.id = m.product_id
where m.id = any($1)
