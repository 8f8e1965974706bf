-- loader: lists_aisle_order
-- key:    household_id bigint
-- args:   viewer bigint[], store_id bigint
-- row:    household_id bigint, categories text[]
-- route:  household
select a.household_id, a.categories
from lists.aisle_order a
where a.household_id = any($2) and a.store_id = $3 and exists (
        select from accounts.pub_member m
        where m.household_id = a.household_id and m.person_id = any($1) and m.role <> 'guest')
