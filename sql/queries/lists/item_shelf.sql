-- loader: lists_item_shelf
-- key:    list_id bigint, product_id bigint
-- args:   viewer bigint[]
-- row:    list_id bigint, product_id bigint, store_ids bigint[]
-- route:  household

-- Where the list's household shops; no row to who is no member, or where it has said nothing.
select k.list_id, k.product_id, s.store_ids
from unnest($2::bigint[], $3::bigint[]) k (list_id, product_id)
join lists.list l on l.id = k.list_id and l.deleted_at is null
cross join lateral (
    select array_agg(t.store_id order by t.place) as store_ids
    from accounts.pub_household_store t
    where t.household_id = l.household_id and t.person_id = any($1)) s
where s.store_ids is not null
