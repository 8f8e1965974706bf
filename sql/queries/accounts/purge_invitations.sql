-- query: accounts_purge_invitations
-- args:  at_most integer
-- route: household
-- uses:  invitation_expires
delete from accounts.invitation i
using (
    select t.id from accounts.invitation t
    where t.expires_at < now()
    order by t.expires_at limit $1::integer
) old
where i.id = old.id
