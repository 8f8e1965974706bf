-- loader: lists_lists_of_viewer
-- key:    none
-- args:   viewer bigint[]
-- row:    as lists_list_by_id
-- route:  household
-- page:   id
select l.id, l.household_id, l.name, l.is_archived, r.level, l.seq, l.own_seq, l.item_count,
    l.made_at
from (
    select t.list_id, max(t.level) as level
    from lists.list_right t
    where t.principal = any($1)
    group by t.list_id) r
join lists.list l on l.id = r.list_id
where l.id > $2
order by l.id
limit $3::integer
