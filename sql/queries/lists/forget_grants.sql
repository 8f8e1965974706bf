-- query: lists_forget_grants
-- args:  payload text
-- row:   person_id bigint
-- route: household

-- And ways through stores, of households that are gone.
with job as (
    select (j ->> 'person_id')::bigint as person_id, h.id::bigint as household_id
    from cast($1::text as json) j
    left join json_array_elements_text(j -> 'household_ids') h (id) on true
),
granted as (
    delete from lists.grant g using job j where g.principal in (j.person_id, j.household_id)
),
aisles as (
    delete from lists.aisle_order a
    using job j
    where a.household_id = j.household_id and not exists (
        select from accounts.pub_member m where m.household_id = a.household_id)
)
select distinct person_id from job
