-- query: accounts_purge_claims
-- args:  at_most integer
-- route: household
-- uses:  claim_expires
delete from accounts.claim c
using (
    select t.hash from accounts.claim t
    where t.expires_at < now()
    order by t.expires_at limit $1::integer
) old
where c.hash = old.hash
