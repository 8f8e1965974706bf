-- query: accounts_household_card_take
-- args:  id bigint, person_id bigint
-- row:   household_id bigint, sealed bytea?
-- route: household

-- None: no card of the person's households. A guest of one learns of none.
select c.household_id, c.sealed
from accounts.household_card c
join accounts.member m on m.household_id = c.household_id
where c.id = $1 and m.person_id = $2 and m.role <> 'guest'
