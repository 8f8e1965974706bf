-- query: lists_aisle_put
-- args:  viewer bigint[], household_id bigint, store_id bigint, categories text[]
-- route: household
insert into lists.aisle_order (household_id, store_id, categories)
select $2, $3, $4
where exists (
    select from accounts.pub_member m
    where m.household_id = $2 and m.person_id = any($1) and m.role <> 'guest')
on conflict (household_id, store_id) do update set categories = excluded.categories
