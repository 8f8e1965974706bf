-- loader: retail_products_of_category
-- key:    word text
-- row:    as retail_product_by_id
-- route:  catalogue
-- cache:  10m tag product
-- page:   id
-- uses:   product_category
select p.id as key, k.word, p.id, p.gtin, p.name, p.brand, p.category, p.size_amount,
    p.size_unit, p.pack_count, p.is_weighed, (
        select i.image_url
        from retail.item i
        where i.product_id = p.id and i.image_url is not null
        limit 1) as image_url
from unnest($1::text[]) k (word)
cross join lateral (
    select t.id
    from retail.product t
    where t.category = k.word and t.id > $2 and t.merged_into is null
    order by t.id
    limit $3::integer) o
join retail.pub_product p on p.id = o.id
order by p.id
