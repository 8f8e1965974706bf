-- query: accounts_guest_replace
-- args:  guest_id bigint, person_id bigint
-- route: household

-- Where others are.
update accounts.member g set person_id = $2
where g.person_id = $1 and exists (
    select from accounts.member m where m.household_id = g.household_id and m.person_id <> $1)
