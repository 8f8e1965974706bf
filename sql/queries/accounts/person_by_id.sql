-- loader: accounts_person_by_id
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    id bigint, name text?
-- route:  household

-- Oneself, and whom one shares a household with.
select p.id, p.name
from accounts.person p
where p.id = any($2) and (p.id = any($1) or exists (
        select from accounts.member a
        join accounts.member b on b.household_id = a.household_id
        where a.person_id = p.id and b.person_id = any($1)))
