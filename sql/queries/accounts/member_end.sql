-- query: accounts_member_end
-- args:  household_id bigint, person_id bigint
-- route: household
delete from accounts.member where household_id = $1 and person_id = $2
