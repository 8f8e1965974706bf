-- query: accounts_household_coupon_use
-- args:  id bigint, is_used boolean
-- route: household

-- Used twice, the first time counts.
update accounts.household_coupon
set used_at = case when $2::boolean then coalesce(used_at, now()) end
where id = $1
