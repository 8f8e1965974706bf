-- query: accounts_invitations_end
-- args:  household_id bigint
-- route: household

-- Who is sent away must not come back by a link that was passed around.
delete from accounts.invitation where household_id = $1
