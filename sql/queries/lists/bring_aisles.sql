-- query: lists_bring_aisles
-- args:  payload text, ways_max integer
-- route: household

-- As lists_bring_lists: ways through stores that the other household has none of, up to so many.
insert into lists.aisle_order (household_id, store_id, categories)
select distinct on (a.store_id) t.household_id, a.store_id, a.categories
from cast($1::text as json) j
join accounts.pub_member t on t.household_id = (j ->> 'household_id')::bigint
    and t.person_id = (j ->> 'person_id')::bigint
join accounts.pub_member m on m.person_id = (j ->> 'from_person_id')::bigint
join lists.aisle_order a on a.household_id = m.household_id
where t.role <> 'guest' and m.household_id <> t.household_id and not exists (
    select from accounts.pub_member o
    where o.household_id = m.household_id and o.person_id <> m.person_id)
order by a.store_id, a.household_id
limit greatest(0, $2::integer - (
        select count(*) from lists.aisle_order w
        where w.household_id = (cast($1::text as json) ->> 'household_id')::bigint))
on conflict do nothing
