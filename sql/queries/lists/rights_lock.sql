-- query: lists_rights_lock
-- args:  payload text
-- row:   lists bigint
-- route: household

-- Before lists_rights_end looks: what is being shared meanwhile is there by then. As
-- lists_list_lock, in the order of ids.
select count(*) as lists
from (
    select l.id
    from cast($1::text as json) j
    join lists.list l on l.household_id = (j ->> 'household_id')::bigint
    order by l.id
    for update of l) locked
