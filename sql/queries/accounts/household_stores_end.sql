-- query: accounts_household_stores_end
-- args:  household_id bigint
-- route: household
delete from accounts.household_store where household_id = $1
