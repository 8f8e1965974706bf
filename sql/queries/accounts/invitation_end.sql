-- query: accounts_invitation_end
-- args:  id bigint
-- route: household
delete from accounts.invitation where id = $1
