-- query: lists_list_add
-- args:  viewer bigint[], household_id bigint, name text, by bigint, rows_max integer
-- row:   id bigint?, plan text, lists_max integer, items_max integer
-- route: household

-- None: the viewer is no member. No id: the plan of the household's owner has no more of them,
-- archived ones not counted; or there are so many rows, archived and deleted ones too.
with home as (
    select b.plan, b.lists_max, b.items_max
    from accounts.pub_limit b
    where b.household_id = $2 and exists (
        select from accounts.pub_member m
        where m.household_id = $2 and m.person_id = any($1) and m.role <> 'guest')
),
made as (
    insert into lists.list (household_id, name, made_by)
    select $2, $3, $4
    from home h
    cross join lateral (
        select count(*) as rows,
            count(*) filter (where l.deleted_at is null and not l.is_archived) as lists
        from lists.list l
        where l.household_id = $2) c
    where c.lists < h.lists_max and c.rows < $5::integer
    returning id
),
noted as (
    insert into lists.author (person_id, list_id) select $4, m.id from made m
)
select m.id, h.plan, h.lists_max, h.items_max
from home h
left join made m on true
