-- query: accounts_invitation_find
-- args:  hash bytea
-- row:   id bigint, household_id bigint, role text, email text?
-- route: household

-- Locks the household, as all do who change its members.
select i.id, i.household_id, i.role, i.email
from accounts.invitation i
join accounts.household h on h.id = i.household_id
where i.hash = $1 and i.expires_at > now()
for update of h
