-- query: accounts_sessions_end_others
-- args:  person_id bigint, but_id bigint, at_most integer
-- row:   id bigint
-- route: household

-- So many at a time; what is over already is left.
update accounts.session s set revoked_at = now()
from (
    select t.id from accounts.session t
    where t.person_id = $1 and t.id <> $2 and t.revoked_at is null and t.expires_at > now()
    order by t.id limit $3::integer
) o
where s.id = o.id
returning s.id
