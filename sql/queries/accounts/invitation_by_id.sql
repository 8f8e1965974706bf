-- loader: accounts_invitation_by_id
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    id bigint, role text, email text?, expires_at timestamptz
-- route:  household

-- Those that are open, of households where the viewer may invite.
select i.id, i.role, i.email, i.expires_at
from accounts.invitation i
join accounts.member v on v.household_id = i.household_id
where v.person_id = any($1) and v.role in ('owner', 'adult') and i.id = any($2)
    and i.expires_at > now()
