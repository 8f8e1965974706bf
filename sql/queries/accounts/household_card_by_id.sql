-- loader: accounts_household_card_by_id
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    as accounts_household_cards
-- route:  household
select c.household_id, c.id, c.retailer_id, c.label, c.sealed is not null as has_number, c.added_at
from accounts.household_card c
join accounts.member v on v.household_id = c.household_id
where c.id = any($2) and v.person_id = any($1) and v.role <> 'guest'
