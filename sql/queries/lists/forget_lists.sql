-- query: lists_forget_lists
-- args:  payload text, at_most integer
-- route: household

-- Of households that are gone.
delete from lists.list l
using (
    select t.id
    from json_array_elements_text(cast($1::text as json) -> 'household_ids') h (id)
    join lists.list t on t.household_id = h.id::bigint
    where not exists (
        select from accounts.pub_member m where m.household_id = t.household_id)
    limit $2::integer) k
where l.id = k.id
