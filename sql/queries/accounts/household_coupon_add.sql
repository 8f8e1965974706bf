-- query: accounts_household_coupon_add
-- args:  household_id bigint, code text, retailer_id bigint?, until timestamptz?,
--    coupons_max integer
-- row:   id bigint
-- route: household

-- None: the household has so many, those used and over among them.
insert into accounts.household_coupon (household_id, code, retailer_id, until)
select $1, $2, $3, $4
where $5::integer > (
    select count(*) from accounts.household_coupon c where c.household_id = $1)
returning id
