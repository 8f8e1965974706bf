-- query: accounts_household_home_end
-- args:  household_id bigint
-- route: household
delete from accounts.household_home where household_id = $1
