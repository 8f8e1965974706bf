-- query: lists_list_room
-- args:  household_ids bigint[]
-- row:   household_id bigint, lists bigint
-- route: household

-- How many more lists the plans of these households' owners let them have, archived ones apart.
select b.household_id, b.lists_max - (
    select count(*) from lists.list l
    where l.household_id = b.household_id and l.deleted_at is null and not l.is_archived
) as lists
from accounts.pub_limit b
where b.household_id = any($1)
