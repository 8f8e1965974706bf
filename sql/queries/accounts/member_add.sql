-- query: accounts_member_add
-- args:  household_id bigint, person_id bigint, role text
-- row:   role text
-- route: household

-- Of a household that is locked. None: its owner's plan has no room for more.
insert into accounts.member (household_id, person_id, role)
select o.household_id, $2, $3
from accounts.member o
join accounts.person p on p.id = o.person_id
join accounts.plan l on l.name = p.plan
where o.household_id = $1 and o.role = 'owner' and l.members_max > (
    select count(*) from accounts.member m where m.household_id = $1)
returning role
