-- query: accounts_plan_of_household
-- args:  household_id bigint
-- row:   as accounts_plan_of
-- route: household

-- Its owner's.
select l.name, l.households_max, l.members_max
from accounts.member m
join accounts.person p on p.id = m.person_id
join accounts.plan l on l.name = p.plan
where m.household_id = $1 and m.role = 'owner'
