-- loader: retail_products_of_deal
-- key:    key bigint
-- row:    as retail_product_by_id
-- route:  catalogue
-- cache:  10m tag deal
-- page:   id

-- What a deal is about, its gifts apart.
select k.key, '' as word, p.id, p.gtin, p.name, p.brand, p.category, p.size_amount,
    p.size_unit, p.pack_count, p.is_weighed, (
        select i.image_url
        from retail.item i
        where i.product_id = p.id and i.image_url is not null
        limit 1) as image_url
from unnest($1::bigint[]) k (key)
cross join lateral (
    select distinct i.product_id
    from deals.pub_deal_item t
    join retail.item i on i.retailer_id = t.retailer_id and i.code = t.code
    where t.deal_id = k.key and not t.is_get and i.product_id > $2
    order by i.product_id
    limit $3::integer) i
join retail.pub_product p on p.id = i.product_id
order by p.id
