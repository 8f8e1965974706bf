-- query: accounts_home_of
-- args:  person_id bigint
-- row:   id bigint
-- route: household

-- Where lists of theirs go: their own, else another's that they are in.
select household_id as id
from accounts.member
where person_id = $1 and role <> 'guest'
order by role = 'owner' desc, joined_at, household_id
limit 1
