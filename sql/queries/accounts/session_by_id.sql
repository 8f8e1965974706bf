-- loader: accounts_session_by_id
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    id bigint, created_at timestamptz, used_at timestamptz, expires_at timestamptz,
--    address text?, agent text?, is_current boolean
-- route:  household
select s.id, s.created_at, s.used_at, s.expires_at, s.address, s.agent,
    s.id = any($1) as is_current
from accounts.session s
join accounts.person p on p.id = s.person_id and p.epoch = s.epoch
where s.person_id = any($1) and s.id = any($2) and s.revoked_at is null and s.expires_at > now()
