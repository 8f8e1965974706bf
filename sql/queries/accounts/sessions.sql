-- loader: accounts_sessions
-- key:    none
-- args:   viewer bigint[]
-- row:    as accounts_session_by_id
-- route:  household
-- page:   id

-- Of the viewer, those that are not over.
select s.id, s.created_at, s.used_at, s.expires_at, s.address, s.agent,
    s.id = any($1) as is_current
from accounts.session s
join accounts.person p on p.id = s.person_id and p.epoch = s.epoch
where s.person_id = any($1) and s.id > $2 and s.revoked_at is null and s.expires_at > now()
order by s.id
limit $3::integer
