-- query: accounts_purge_exports
-- args:  at_most integer
-- route: household
-- uses:  export_expires
delete from accounts.export e
using (
    select t.person_id from accounts.export t
    where t.expires_at < now()
    order by t.expires_at limit $1::integer
) old
where e.person_id = old.person_id
