-- loader: accounts_members
-- key:    household_id bigint
-- args:   viewer bigint[]
-- row:    household_id bigint, person_id bigint, name text?, email text?, role text,
--    joined_at timestamptz
-- route:  household
-- page:   person_id

-- Of households that the viewer is in. Guests see no addresses.
select k.household_id, o.person_id, o.name, o.email, o.role, o.joined_at
from unnest($2::bigint[]) k (household_id)
cross join lateral (
    select m.person_id, p.name, case when v.role <> 'guest' then p.email end as email, m.role,
        m.joined_at
    from accounts.member v
    join accounts.member m on m.household_id = v.household_id
    join accounts.person p on p.id = m.person_id
    where v.household_id = k.household_id and v.person_id = any($1) and m.person_id > $3
    order by m.person_id
    limit $4::integer) o
order by o.person_id
