-- loader: lists_item_of_list
-- key:    list_id bigint
-- args:   viewer bigint[]
-- row:    list_id bigint, id text, seq bigint, name text,
--         quantity_milli bigint, unit text?, note text?, photo text?,
--         category text?, product_id bigint?, position text, is_ticked boolean,
--         is_deleted boolean, stamps text[], added_by_id bigint,
--         added_at timestamptz, changed_at timestamptz
-- route:  household
-- page:   position, id
-- uses:   item_position
select k.list_id, i.id, i.seq, i.name, i.quantity_milli, i.unit, i.note, i.photo,
    i.category, i.product_id, i.position, i.is_ticked, i.is_deleted, i.stamps, i.added_by_id,
    i.added_at, i.changed_at
from unnest($2::bigint[]) k (list_id)
cross join lateral (
    select t.id, t.seq, t.name, t.quantity_milli, t.unit, t.note, t.photo, t.category,
        t.product_id, t.position, t.is_ticked, t.is_deleted, t.stamps,
        t.added_by as added_by_id, t.added_at, t.changed_at
    from lists.item t
    where t.list_id = k.list_id and not t.is_deleted and (t.position, t.id) > ($3, $4)
        and exists (
            select from lists.list_right r where r.list_id = k.list_id and r.principal = any($1))
    order by t.position, t.id
    limit $5::integer) i
order by i.position, i.id
