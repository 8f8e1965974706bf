-- loader: retail_price_of_product
-- key:    key bigint
-- row:    key bigint, currency text, minor bigint, store_id bigint, item_id bigint, code text,
--    name text, is_weighed boolean, price.minor bigint, price.currency text,
--    regular.minor bigint?, regular.currency text?, is_special boolean,
--    special_from timestamptz?, special_to timestamptz?, lowest.minor bigint?,
--    lowest.currency text?, deposit.minor bigint, deposit.currency text, unit_price.minor bigint?,
--    unit_price.currency text?, unit text?, is_outlier boolean, changed_at timestamptz,
--    confirmed_at timestamptz, source text
-- route:  catalogue
-- cache:  1m tag price
-- page:   currency, minor, store_id, item_id
-- uses:   price_item

-- What a product costs everywhere, the cheapest first, each currency by itself.
select k.key, p.*
from unnest($1::bigint[]) k (key)
cross join lateral (
    select t.store_id, t.item_id
    from retail.pub_product_id m
    join retail.item i on i.product_id = m.product_id
    join retail.price_told t on t.item_id = i.id
    where m.id = k.key
        and (t.currency, t.price_minor, t.store_id, t.item_id) > ($2, $3, $4, $5)
    order by t.currency, t.price_minor, t.store_id, t.item_id
    limit $6::integer) o
join retail.price_row p on p.store_id = o.store_id and p.item_id = o.item_id
order by p.currency, p.minor, p.store_id, p.item_id
