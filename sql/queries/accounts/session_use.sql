-- query: accounts_session_use
-- args:  id bigint, days integer, address text?, network text?, agent text?
-- row:   person_id bigint, epoch integer, plan smallint, has_account boolean
-- route: household

-- None: it is over, revoked, or older than "sign out everywhere".
update accounts.session s
set used_at = now(), expires_at = now() + $2::integer * interval '1 day',
    address = coalesce($3, s.address),
    network = coalesce($4, s.network),
    agent = coalesce(left($5, 200), s.agent)
from accounts.person p
join accounts.plan l on l.name = p.plan
where s.id = $1 and s.revoked_at is null and s.expires_at > now() and p.id = s.person_id
    and s.epoch = p.epoch
returning s.person_id, s.epoch, l.place as plan, p.email is not null as has_account
