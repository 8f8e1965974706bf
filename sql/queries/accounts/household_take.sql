-- query: accounts_household_take
-- args:  household_id bigint, person_id bigint
-- row:   as accounts_household_by_id
-- route: household

-- Locks it, so that who is in it changes one at a time; none: the person is no member.
select h.id, h.name, h.country, m.role, h.created_at
from accounts.household h
join accounts.member m on m.household_id = h.id
where h.id = $1 and m.person_id = $2
for update of h
