-- query: accounts_guest_households_lock
-- args:  person_id bigint
-- row:   households bigint
-- route: household

-- Those that the person is in: nobody joins or leaves meanwhile.
select count(*) as households
from (
    select h.id
    from accounts.household h
    join accounts.member m on m.household_id = h.id
    where m.person_id = $1
    order by h.id
    for update of h) locked
