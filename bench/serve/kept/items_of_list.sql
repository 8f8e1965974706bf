-- loader: kept_items_of_list
-- key:    list_id bigint
-- row:    list_id bigint, id bigint, quantity integer, is_ticked boolean, product_id bigint,
--    store_ids bigint[]
-- route:  catalogue

-- What the cache does not keep: the items, and which stores are near the list's user.
select i.list_id, i.id, i.quantity, i.is_ticked, i.product_id, n.store_ids
from unnest($1::bigint[]) k (list_id)
join bench.list l on l.id = k.list_id
cross join lateral (
    select coalesce(array_agg(s.store_id), '{}') as store_ids
    from bench.near_store s
    where s.user_id = l.user_id) n
join bench.item i on i.list_id = l.id
order by i.list_id, i.position
