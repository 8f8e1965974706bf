-- loader: retail_price_of_product_near
-- key:    key bigint
-- args:   lat double precision, lon double precision, radius_m integer
-- row:    as retail_price_of_product
-- route:  catalogue
-- cache:  1m tag price
-- page:   currency, minor, store_id, item_id

-- The same in the stores within a radius, as stores_near.sql finds them.
with near as materialized (
    select s.id
    from retail.store s
    cross join lateral (select $4::integer / 110500.0::double precision as degrees) d
    where s.lat between $2 - d.degrees and $2 + d.degrees and s.closed_at is null
        and round(retail.metres($2, $3, s.lat, s.lon)) <= $4::integer
)
select k.key, p.*
from unnest($1::bigint[]) k (key)
cross join lateral (
    select t.store_id, t.item_id
    from retail.pub_product_id m
    join retail.item i on i.product_id = m.product_id
    join retail.price_told t on t.item_id = i.id
    where m.id = k.key
        and t.store_id = any(array(select n.id from near n))
        and (t.currency, t.price_minor, t.store_id, t.item_id) > ($5, $6, $7, $8)
    order by t.currency, t.price_minor, t.store_id, t.item_id
    limit $9::integer) o
join retail.price_row p on p.store_id = o.store_id and p.item_id = o.item_id
order by p.currency, p.minor, p.store_id, p.item_id
