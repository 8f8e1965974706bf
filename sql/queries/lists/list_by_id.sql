-- loader: lists_list_by_id
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    id bigint, household_id bigint, name text, is_archived boolean, level smallint,
--         seq bigint, own_seq bigint, item_count integer, made_at timestamptz
-- route:  household
select l.id, l.household_id, l.name, l.is_archived, r.level, l.seq, l.own_seq, l.item_count,
    l.made_at
from lists.list l
cross join lateral (
    select max(t.level) as level
    from lists.list_right t
    where t.list_id = l.id and t.principal = any($1)) r
where l.id = any($2) and r.level is not null
