-- query: accounts_deletion_ask
-- args:  id bigint, days integer
-- row:   email text?, locale text, delete_after timestamptz, is_new boolean
-- route: household

-- Asked again, the day stays. None: others are in a household that the person owns.
update accounts.person p
set delete_after = coalesce(p.delete_after, now() + $2::integer * interval '1 day')
from (
    select t.id, t.delete_after is null as is_new
    from accounts.person t
    where t.id = $1
    for update) b
where p.id = b.id and not exists (
    select from accounts.member o
    join accounts.member m on m.household_id = o.household_id
    where o.person_id = p.id and o.role = 'owner' and m.person_id <> p.id)
returning p.email, p.locale, p.delete_after, b.is_new
