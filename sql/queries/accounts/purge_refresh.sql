-- query: accounts_purge_refresh
-- args:  days integer, at_most integer
-- route: household
-- uses:  refresh_used

-- Used so long ago; one of these that comes again is refused, and its session no longer ended.
delete from accounts.refresh r
using (
    select t.hash from accounts.refresh t
    where t.used_at < now() - make_interval(days => $1)
    order by t.used_at limit $2::integer
) old
where r.hash = old.hash
