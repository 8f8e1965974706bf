-- query: accounts_member_set
-- args:  household_id bigint, person_id bigint, role text
-- route: household
update accounts.member set role = $3 where household_id = $1 and person_id = $2
