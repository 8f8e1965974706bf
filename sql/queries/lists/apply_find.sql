-- query: lists_apply_find
-- args:  viewer bigint[], list_ids bigint[], op_ids text[], item_ids text[]
-- row:   place bigint, list_id bigint, household_id bigint, level smallint, list_name text,
--        list_name_stamp text?, is_archived boolean, archived_stamp text?, seq bigint,
--        purged_seq bigint, own_seq bigint, item_count integer, row_count integer,
--        plan text, items_max integer, op_code text?, op_stamp text?, id text?, name text?,
--        unit text?, note text?, photo text?, category text?, product_id bigint?, position text?,
--        is_ticked boolean?, is_deleted boolean?, typed_milli bigint?, stepped_milli bigint?,
--        stamps text[]?
-- route: household

-- For each op whose list the viewer may see: the list, how the op was answered before, the item.
with wanted as materialized (
    select l.id, l.household_id, r.level, l.name, l.name_stamp, l.is_archived, l.archived_stamp,
        l.seq, l.purged_seq, l.own_seq, l.item_count, l.row_count, b.plan, b.items_max
    from lists.list l
    join accounts.pub_limit b on b.household_id = l.household_id
    cross join lateral (
        select max(t.level) as level
        from lists.list_right t
        where t.list_id = l.id and t.principal = any($1)) r
    where l.id = any($2) and r.level is not null
)
select k.place, l.id as list_id, l.household_id, l.level, l.name as list_name,
    l.name_stamp as list_name_stamp, l.is_archived, l.archived_stamp, l.seq, l.purged_seq,
    l.own_seq, l.item_count, l.row_count, l.plan, l.items_max, o.code as op_code,
    o.stamp as op_stamp, i.id, i.name, i.unit, i.note, i.photo, i.category, i.product_id,
    i.position, i.is_ticked, i.is_deleted, i.typed_milli, i.stepped_milli, i.stamps
from unnest($2::bigint[], $3::text[], $4::text[])
    with ordinality k (list_id, op_id, item_id, place)
join wanted l on l.id = k.list_id
left join lateral (
    select t.code, t.stamp
    from lists.op t
    where t.list_id = k.list_id and t.id = k.op_id
    limit 1) o on true
left join lateral (
    select t.id, t.name, t.unit, t.note, t.photo, t.category, t.product_id, t.position,
        t.is_ticked, t.is_deleted, t.typed_milli, t.stepped_milli, t.stamps
    from lists.item t
    where t.list_id = k.list_id and t.id = k.item_id
    limit 1) i on true
