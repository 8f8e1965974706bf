-- query: accounts_guest_shopping
-- args:  guest_id bigint, household_id bigint, stores_max integer, cards_max integer,
--    coupons_max integer
-- route: household

-- Of households where the guest is alone, as much as the other has room for.
with home as (
    select m.household_id from accounts.member m where m.person_id = $1
),
cards as (
    update accounts.household_card c set household_id = $2
    where c.id in (
        select t.id
        from home h
        join accounts.household_card t on t.household_id = h.household_id
        order by t.id
        limit greatest(0, $4::integer - (
                select count(*) from accounts.household_card o where o.household_id = $2)))
),
coupons as (
    update accounts.household_coupon c set household_id = $2
    where c.id in (
        select t.id
        from home h
        join accounts.household_coupon t on t.household_id = h.household_id
        order by t.id
        limit greatest(0, $5::integer - (
                select count(*) from accounts.household_coupon o where o.household_id = $2)))
),
place as (
    insert into accounts.household_home (household_id, lat, lon)
    select $2, e.lat, e.lon
    from home h
    join accounts.household_home e on e.household_id = h.household_id
    order by e.household_id
    limit 1
    on conflict do nothing
),
known as (
    select count(*) as stores, coalesce(max(o.place), 0) as place
    from accounts.household_store o
    where o.household_id = $2
)
insert into accounts.household_store (household_id, store_id, place, is_favourite)
select $2, n.store_id, k.place + row_number() over (order by n.place, n.store_id), n.is_favourite
from known k
cross join lateral (
    select s.store_id, min(s.place) as place, bool_or(s.is_favourite) as is_favourite
    from home h
    join accounts.household_store s on s.household_id = h.household_id
    where not exists (
        select from accounts.household_store o
        where o.household_id = $2 and o.store_id = s.store_id)
    group by s.store_id
    order by 2, 1
    limit greatest(0, $3::integer - k.stores)) n
