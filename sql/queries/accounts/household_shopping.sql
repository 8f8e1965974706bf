-- query: accounts_household_shopping
-- args:  viewer bigint[], household_id bigint, at timestamptz
-- row:   store_ids bigint[], card_retailers bigint[], coupons text[], coupon_retailers bigint[],
--    lat double precision?, lon double precision?
-- route: household

-- How it shops at that time; none to who is no member, or a guest.
select
    array(
        select s.store_id from accounts.household_store s
        where s.household_id = v.household_id order by s.place) as store_ids,
    array(
        select distinct c.retailer_id from accounts.household_card c
        where c.household_id = v.household_id) as card_retailers,
    c.codes as coupons, c.retailers as coupon_retailers, h.lat, h.lon
from accounts.member v
cross join lateral (
    select coalesce(array_agg(c.code order by c.id), '{}') as codes,
        coalesce(array_agg(coalesce(c.retailer_id, 0) order by c.id), '{}') as retailers
    from accounts.household_coupon c
    where c.household_id = v.household_id and c.used_at is null
        and (c.until is null or c.until >= $3)) c
left join accounts.household_home h on h.household_id = v.household_id
where v.household_id = $2 and v.person_id = any($1) and v.role <> 'guest'
