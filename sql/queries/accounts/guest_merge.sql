-- query: accounts_guest_merge
-- args:  guest_id bigint, person_id bigint
-- route: household

-- Where both are, the better role is the person's.
with gone as (
    delete from accounts.member g
    using accounts.member m
    where g.person_id = $1 and m.household_id = g.household_id and m.person_id = $2
    returning g.household_id, g.role
)
update accounts.member m set role = g.role
from gone g
where m.household_id = g.household_id and m.person_id = $2
    and array_position('{owner,adult,child,guest}'::text[], g.role)
    < array_position('{owner,adult,child,guest}'::text[], m.role)
