-- query: accounts_household_card_end
-- args:  id bigint
-- route: household
delete from accounts.household_card where id = $1
