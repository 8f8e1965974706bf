-- query: accounts_owner_room
-- args:  person_id bigint
-- row:   households integer
-- route: household

-- How many more households the person's plan lets them own; locks the person until it is done.
select l.households_max - (
    select count(*) from accounts.member m where m.person_id = p.id and m.role = 'owner'
)::integer as households
from accounts.person p
join accounts.plan l on l.name = p.plan
where p.id = $1
for update of p
