-- loader: kept_items_of_list
-- key:    list_id bigint
-- args:   viewer bigint[]
-- row:    list_id bigint, id text, position text, quantity_milli bigint, is_ticked boolean,
--    product_id bigint, store_ids bigint[]
-- route:  household
-- page:   position, id

-- What the cache does not keep: the items, and which stores are the household's.
select k.list_id, i.id, i.position, i.quantity_milli, i.is_ticked, i.product_id, n.store_ids
from unnest($2::bigint[]) k (list_id)
join lists.list l on l.id = k.list_id
cross join lateral (
    select coalesce(array_agg(s.store_id), '{}') as store_ids
    from accounts.household_store s
    where s.household_id = l.household_id) n
cross join lateral (
    select t.id, t.position, t.quantity_milli, t.is_ticked, t.product_id
    from lists.item t
    where t.list_id = k.list_id and not t.is_deleted and (t.position, t.id) > ($3, $4)
        and exists (
            select from lists.list_right r where r.list_id = k.list_id and r.principal = any($1))
    order by t.position, t.id
    limit $5::integer) i
order by i.position, i.id
