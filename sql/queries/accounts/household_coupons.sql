-- loader: accounts_household_coupons
-- key:    household_id bigint
-- args:   viewer bigint[]
-- row:    household_id bigint, id bigint, code text, retailer_id bigint?, until timestamptz?,
--    used_at timestamptz?, added_at timestamptz
-- route:  household
-- page:   id
-- uses:   household_coupon_household
select k.household_id, o.id, o.code, o.retailer_id, o.until, o.used_at, o.added_at
from unnest($2::bigint[]) k (household_id)
cross join lateral (
    select c.id, c.code, c.retailer_id, c.until, c.used_at, c.added_at
    from accounts.household_coupon c
    where c.household_id = k.household_id and c.id > $3 and exists (
            select from accounts.member v
            where v.household_id = k.household_id and v.person_id = any($1) and v.role <> 'guest')
    order by c.id
    limit $4::integer) o
order by o.id
