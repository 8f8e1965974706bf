-- query: accounts_household_coupon_end
-- args:  id bigint
-- route: household
delete from accounts.household_coupon where id = $1
