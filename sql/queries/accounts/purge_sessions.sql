-- query: accounts_purge_sessions
-- args:  days integer, at_most integer
-- row:   id bigint, person_id bigint
-- route: household

-- Over for so long: unused, or ended.
delete from accounts.session s
using (
    (
        select t.id from accounts.session t
        where t.expires_at < now() - make_interval(days => $1)
        order by t.expires_at limit $2::integer
    )
    union
    (
        select t.id from accounts.session t
        where t.revoked_at < now() - make_interval(days => $1)
        order by t.revoked_at limit $2::integer
    )
    limit $2::integer
) old
where s.id = old.id
returning s.id, s.person_id
