-- query: accounts_purge_attempts
-- args:  at_most integer
-- route: household
-- uses:  attempt_until

-- One that begins anew meanwhile stays.
delete from accounts.attempt a
using (
    select t.hash from accounts.attempt t
    where t.until < now()
    order by t.until limit $1::integer
) old
where a.hash = old.hash and a.until < now()
