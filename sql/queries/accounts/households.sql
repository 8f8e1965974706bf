-- loader: accounts_households
-- key:    none
-- args:   viewer bigint[]
-- row:    as accounts_household_by_id
-- route:  household
-- page:   id

-- Those that the viewer is a member of, and as what.
select h.id, h.name, h.country, m.role, h.created_at
from accounts.member m
join accounts.household h on h.id = m.household_id
where m.person_id = any($1) and m.household_id > $2
order by h.id
limit $3::integer
