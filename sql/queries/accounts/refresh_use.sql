-- query: accounts_refresh_use
-- args:  hash bytea, grace_s integer
-- row:   session_id bigint, is_fresh boolean
-- route: household

-- Each is used once, or again within the grace: an answer may have been lost on its way.
with found as (
    select r.hash, r.session_id, r.used_at
    from accounts.refresh r
    where r.hash = $1
    for update
),
used as (
    update accounts.refresh r set used_at = now()
    from found f
    where r.hash = f.hash and f.used_at is null
)
select session_id,
    used_at is null or used_at > now() - $2::integer * interval '1 second' as is_fresh
from found
