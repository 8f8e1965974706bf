-- loader: accounts_export_state
-- key:    none
-- args:   viewer bigint[]
-- row:    id bigint, state text, asked_at timestamptz, ready_at timestamptz?,
--    expires_at timestamptz?
-- route:  household

-- The viewer's own, as long as it is kept.
select e.person_id as id, case when e.ready_at is null then 'asked' else 'ready' end as state,
    e.asked_at, e.ready_at, e.expires_at
from accounts.export e
where e.person_id = any($1) and (e.expires_at is null or e.expires_at > now())
