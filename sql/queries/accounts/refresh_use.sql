-- query: accounts_refresh_use
-- args:  hash bytea, grace_s integer
-- row:   session_id bigint, is_fresh boolean
-- route: household
-- uses:  refresh_session_used

-- Not fresh: used before the grace, or never, and another of its session since it was issued.
with found as (
    select r.hash, r.session_id, r.issued_at,
        coalesce(r.used_at > now() - $2::integer * interval '1 second', false) as is_in_grace
    from accounts.refresh r
    where r.hash = $1
    for update
),
used as (
    update accounts.refresh r set used_at = now()
    from found f
    where r.hash = f.hash and not f.is_in_grace
)
select f.session_id,
    f.is_in_grace or not exists (
        select from accounts.refresh other
        where other.session_id = f.session_id and other.used_at > f.issued_at
            and other.hash <> f.hash
    ) as is_fresh
from found f
