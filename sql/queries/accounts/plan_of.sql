-- query: accounts_plan_of
-- args:  person_id bigint
-- row:   name text, households_max integer, members_max integer
-- route: household
select l.name, l.households_max, l.members_max
from accounts.person p
join accounts.plan l on l.name = p.plan
where p.id = $1
