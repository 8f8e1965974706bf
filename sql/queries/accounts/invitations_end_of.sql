-- query: accounts_invitations_end_of
-- args:  household_id bigint, invited_by bigint
-- route: household
delete from accounts.invitation where household_id = $1 and invited_by = $2
