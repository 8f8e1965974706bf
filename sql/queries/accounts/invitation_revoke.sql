-- query: accounts_invitation_revoke
-- args:  id bigint, person_id bigint
-- row:   id bigint
-- route: household

-- By who made it, or who owns the household; they are members still.
delete from accounts.invitation i
using accounts.member m
where i.id = $1 and m.household_id = i.household_id and m.person_id = $2
    and (m.role = 'owner' or i.invited_by = m.person_id)
returning i.id
