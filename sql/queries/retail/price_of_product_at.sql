-- loader: retail_price_of_product_at
-- key:    key bigint
-- args:   store_ids bigint[]
-- row:    as retail_price_of_product
-- route:  catalogue
-- cache:  1m tag price
-- page:   currency, minor, store_id, item_id
-- uses:   price_pkey

-- The same in these stores.
select k.key, p.*
from unnest($1::bigint[]) k (key)
cross join lateral (
    select t.store_id, t.item_id
    from retail.pub_product_id m
    join retail.item i on i.product_id = m.product_id
    join retail.price_told t on t.item_id = i.id
    where m.id = k.key
        and t.store_id = any($2)
        and (t.currency, t.price_minor, t.store_id, t.item_id) > ($3, $4, $5, $6)
    order by t.currency, t.price_minor, t.store_id, t.item_id
    limit $7::integer) o
join retail.price_row p on p.store_id = o.store_id and p.item_id = o.item_id
order by p.currency, p.minor, p.store_id, p.item_id
