-- query: lists_aisle_put
-- args:  viewer bigint[], household_id bigint, store_id bigint, categories text[], ways_max integer
-- row:   is_put boolean
-- route: household

-- None: the viewer is no member. Not put: the household has ways through so many other stores.
with home as (
    select m.household_id
    from accounts.pub_member m
    where m.household_id = $2 and m.person_id = any($1) and m.role <> 'guest'
),
put as (
    insert into lists.aisle_order (household_id, store_id, categories)
    select h.household_id, $3, $4
    from home h
    where $5::integer > (
        select count(*)
        from lists.aisle_order o
        where o.household_id = $2 and o.store_id <> $3)
    on conflict (household_id, store_id) do update set categories = excluded.categories
    returning household_id
)
select exists (select from put) as is_put
from home
