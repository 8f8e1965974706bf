-- loader: accounts_household_coupon_by_id
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    as accounts_household_coupons
-- route:  household
select c.household_id, c.id, c.code, c.retailer_id, c.until, c.used_at, c.added_at
from accounts.household_coupon c
join accounts.member v on v.household_id = c.household_id
where c.id = any($2) and v.person_id = any($1) and v.role <> 'guest'
