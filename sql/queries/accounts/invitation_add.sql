-- query: accounts_invitation_add
-- args:  household_id bigint, hash bytea, role text, email text?, invited_by bigint, hours integer,
--    open_max integer
-- row:   id bigint, expires_at timestamptz
-- route: household

-- None: so many are open already.
insert into accounts.invitation (household_id, hash, role, email, invited_by, expires_at)
select $1, $2, $3, $4, $5, now() + $6::integer * interval '1 hour'
where $7::integer > (
    select count(*) from accounts.invitation i where i.household_id = $1 and i.expires_at > now())
returning id, expires_at
