-- query: accounts_guest_households_lock
-- args:  guest_id bigint, person_id bigint
-- row:   households bigint
-- route: household

-- Those that either is in: nobody joins or leaves meanwhile.
select count(*) as households
from (
    select h.id
    from accounts.household h
    where h.id in (select m.household_id from accounts.member m where m.person_id in ($1, $2))
    order by h.id
    for update of h) locked
