-- query: lists_bring_lists
-- args:  payload text, rows_max integer
-- row:   id bigint
-- route: household

-- Of households where the one is alone, into that of the other, who is in it and no guest; else
-- none; as many as bring the household to so many rows. Their own fields have changed by it.
with job as (
    select (j ->> 'from_person_id')::bigint as from_id, (j ->> 'person_id')::bigint as person_id,
        (j ->> 'household_id')::bigint as household_id
    from cast($1::text as json) j
),
home as (
    select m.household_id, j.household_id as to_id
    from job j
    join accounts.pub_member t on t.household_id = j.household_id and t.person_id = j.person_id
    join accounts.pub_member m on m.person_id = j.from_id
    where t.role <> 'guest' and m.household_id <> j.household_id and not exists (
        select from accounts.pub_member o
        where o.household_id = m.household_id and o.person_id <> j.from_id)
),
held as materialized (
    select l.id, h.to_id
    from home h
    join lists.list l on l.household_id = h.household_id
    where l.deleted_at is null
    order by l.id
    limit greatest(0, $2::integer - (
            select count(*) from job j join lists.list t on t.household_id = j.household_id))
    for update of l
)
update lists.list l
set household_id = h.to_id, seq = l.seq + 1, own_seq = l.seq + 1
from held h
where l.id = h.id
returning l.id
