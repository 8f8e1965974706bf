-- loader: lists_had_before
-- key:    list_id bigint
-- args:   viewer bigint[]
-- row:    list_id bigint, day_order integer, times_order integer, fold text, name text,
--    quantity_milli bigint, unit text?, category text?, product_id bigint?, times integer,
--    last_at timestamptz
-- route:  household
-- page:   day_order, times_order, fold
-- uses:   item_seq

-- What was ticked or deleted on the household's lists and is not on this one: that of the latest
-- day first, of a day what was had most often. Its 20 newest lists count, of each the 200 items
-- that changed last: what was had in the last weeks is among them, and nobody's history is read
-- whole. Nothing to who is no member.
select k.list_id, o.day_order, o.times_order, o.fold, o.name, o.quantity_milli, o.unit, o.category,
    o.product_id, -o.times_order as times, o.last_at
from unnest($2::bigint[]) k (list_id)
join lists.list l on l.id = k.list_id and l.deleted_at is null and exists (
        select from accounts.pub_member m
        where m.household_id = l.household_id and m.person_id = any($1) and m.role <> 'guest')
cross join lateral (
    select g.day_order, g.times_order, g.fold, g.name, g.quantity_milli, g.unit, g.category,
        g.product_id, g.last_at
    from (
        select distinct on (t.fold) t.fold, t.changed_at as last_at,
            date '2000-01-01' - (t.changed_at at time zone 'UTC')::date as day_order,
            -(count(*) over (
                partition by t.fold order by t.changed_at desc
                rows between unbounded preceding and unbounded following))::integer as times_order,
            t.name, t.quantity_milli, t.unit, t.category, t.product_id
        from (
            select h.id
            from lists.list h
            where h.household_id = l.household_id and h.deleted_at is null
            order by h.id desc
            limit 20) h
        cross join lateral (
            select lower(i.name) collate "C" as fold, i.name, i.quantity_milli, i.unit, i.category,
                i.product_id, i.is_ticked, i.is_deleted, i.changed_at
            from lists.item i
            where i.list_id = h.id
            order by i.seq desc
            limit 200) t
        where t.is_ticked or t.is_deleted
        order by t.fold, t.changed_at desc) g
    where (g.day_order, g.times_order, g.fold) > ($3, $4, $5) and g.fold not in (
            select lower(n.name) collate "C"
            from lists.item n
            where n.list_id = k.list_id and not n.is_deleted)
    order by g.day_order, g.times_order, g.fold
    limit $6::integer) o
order by o.day_order, o.times_order, o.fold
