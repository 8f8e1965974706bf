-- query: accounts_households_inherit
-- args:  person_id bigint
-- route: household

-- Those where others are go to who has been there longest, adults first; never to a guest, who may
-- not see what is in them.
with gone as (
    delete from accounts.member where person_id = $1 and role = 'owner'
    returning household_id
),
heir as (
    select distinct on (m.household_id) m.household_id, m.person_id
    from gone g
    join accounts.member m on m.household_id = g.household_id
    where m.person_id <> $1 and m.role <> 'guest'
    order by m.household_id, m.role = 'adult' desc, m.joined_at, m.person_id
)
update accounts.member m set role = 'owner'
from heir h
where m.household_id = h.household_id and m.person_id = h.person_id
