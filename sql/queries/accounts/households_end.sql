-- query: accounts_households_end
-- args:  person_id bigint
-- row:   id bigint
-- route: household

-- Those where the person is alone, or owns what only guests are left in.
delete from accounts.household h
using accounts.member o
where o.household_id = h.id and o.person_id = $1 and o.role = 'owner' and not exists (
    select from accounts.member m
    where m.household_id = h.id and m.person_id <> $1 and m.role <> 'guest')
returning h.id
