-- loader: retail_price_history_of_product
-- key:    key bigint
-- args:   store_id bigint
-- row:    key bigint, newest bigint, item_id bigint, code text, name text, price.minor bigint,
--    price.currency text, regular.minor bigint?, regular.currency text?, deposit.minor bigint,
--    deposit.currency text, is_special boolean, from_at timestamptz, to_at timestamptz,
--    is_gone boolean
-- route:  catalogue
-- cache:  10m tag price
-- page:   newest, item_id

-- What a product cost in a store before, the newest first: `newest` grows into the past.
select k.key, h.newest, h.item_id, h.code, h.name, h.price_minor as "price.minor",
    h.currency as "price.currency", h.regular_minor as "regular.minor",
    case when h.regular_minor is not null then h.currency end as "regular.currency",
    h.deposit_minor as "deposit.minor", h.currency as "deposit.currency", h.is_special, h.from_at,
    h.to_at, h.is_gone
from unnest($1::bigint[]) k (key)
cross join lateral (
    select n.newest, h.item_id, i.code, i.name, h.price_minor, h.regular_minor, h.deposit_minor,
        h.is_special, h.from_at, h.to_at, h.is_gone, coalesce(s.currency, 'XXX') as currency
    from retail.pub_product_id m
    join retail.item i on i.product_id = m.product_id
    join retail.price_history h on h.item_id = i.id and h.store_id = $2
    join retail.store s on s.id = $2
    cross join lateral (select (extract(epoch from h.to_at) * -1000000)::bigint as newest) n
    where m.id = k.key and (n.newest, h.item_id) > ($3, $4)
    order by n.newest, h.item_id
    limit $5::integer) h
order by h.newest, h.item_id
