-- loader: retail_product_by_gtin
-- key:    word text
-- row:    as retail_product_by_id
-- route:  catalogue
-- cache:  10m tag product
-- uses:   product_gtin_key

-- The digits with or without zeros in front; what is no such number finds nothing.
select p.id as key, k.word, p.id, p.gtin, p.name, p.brand, p.category, p.size_amount,
    p.size_unit, p.pack_count, p.is_weighed, (
        select i.image_url
        from retail.item i
        where i.product_id = p.id and i.image_url is not null
        limit 1) as image_url
from unnest($1::text[]) k (word)
join retail.product g on g.gtin = case when k.word ~ '^[0-9]{8,14}$' then k.word::bigint end
join retail.pub_product p on p.id = g.id
