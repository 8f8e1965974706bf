-- loader: accounts_invitations
-- key:    household_id bigint
-- args:   viewer bigint[]
-- row:    household_id bigint, id bigint, role text, email text?, expires_at timestamptz
-- route:  household
-- page:   id

-- Those that are open, of households where the viewer may invite.
select k.household_id, o.id, o.role, o.email, o.expires_at
from unnest($2::bigint[]) k (household_id)
cross join lateral (
    select i.id, i.role, i.email, i.expires_at
    from accounts.member v
    join accounts.invitation i on i.household_id = v.household_id
    where v.household_id = k.household_id and v.person_id = any($1)
        and v.role in ('owner', 'adult') and i.expires_at > now() and i.id > $3
    order by i.id
    limit $4::integer) o
order by o.id
