-- loader: kept_items_joined
-- key:    list_id bigint
-- args:   viewer bigint[]
-- row:    list_id bigint, id text, position text, quantity_milli bigint, is_ticked boolean,
--    product.id bigint, product.name text, product.brand text?, best_price.store_id bigint?,
--    best_price.minor integer?, best_deal.id bigint?, best_deal.text text?,
--    best_deal.percent double precision?
-- route:  household
-- page:   position, id

-- The peer's statement, with the right to the list, and of many lists.
select i.list_id, i.id, i.position, i.quantity_milli, i.is_ticked, p.id as "product.id",
    p.name as "product.name", p.brand as "product.brand", b.store_id as "best_price.store_id",
    b.price_minor::integer as "best_price.minor", d.id as "best_deal.id",
    d.text as "best_deal.text", d.value / 100.0::double precision as "best_deal.percent"
from unnest($2::bigint[]) k (list_id)
join lists.list l on l.id = k.list_id
cross join lateral (
    select t.list_id, t.id, t.position, t.quantity_milli, t.is_ticked, t.product_id
    from lists.item t
    where t.list_id = k.list_id and not t.is_deleted and (t.position, t.id) > ($3, $4)
        and exists (
            select from lists.list_right r where r.list_id = k.list_id and r.principal = any($1))
    order by t.position, t.id
    limit $5::integer) i
join retail.product p on p.id = i.product_id
left join lateral (
    select c.store_id, c.price_minor
    from retail.item o
    join accounts.household_store n on n.household_id = l.household_id
    join retail.store s on s.id = n.store_id and s.retailer_id = o.retailer_id
    join retail.price c on c.store_id = n.store_id and c.item_id = o.id
    where o.product_id = i.product_id
    order by c.price_minor, c.store_id
    limit 1) b on true
left join lateral (
    select d.id, d.text, d.value
    from retail.item o
    join accounts.household_store n on n.household_id = l.household_id
    join retail.store s on s.id = n.store_id and s.retailer_id = o.retailer_id
    join deals.deal_item t on t.retailer_id = o.retailer_id and t.code = o.code
    join deals.deal_store a on a.store_id = n.store_id and a.deal_id = t.deal_id
    join deals.deal d on d.id = t.deal_id and d.ends_at > now()
    where o.product_id = i.product_id
    order by d.value desc, d.id
    limit 1) d on true
order by i.position, i.id
