-- query: accounts_invitation_is_open
-- args:  id bigint, household_id bigint
-- row:   id bigint
-- route: household

-- Asked once its household is locked: who had the lock before may have used it up, or have it let
-- into another.
select id from accounts.invitation where id = $1 and household_id = $2
