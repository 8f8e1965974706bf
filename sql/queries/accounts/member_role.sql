-- query: accounts_member_role
-- args:  household_id bigint, person_id bigint
-- row:   role text
-- route: household
select role from accounts.member where household_id = $1 and person_id = $2
