-- query: accounts_household_rename
-- args:  id bigint, name text
-- route: household
update accounts.household set name = $2 where id = $1
