-- loader: accounts_household_by_id
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    id bigint, name text, country text, role text, created_at timestamptz
-- route:  household

-- Those that the viewer is a member of, and as what.
select h.id, h.name, h.country, m.role, h.created_at
from accounts.member m
join accounts.household h on h.id = m.household_id
where m.person_id = any($1) and m.household_id = any($2)
