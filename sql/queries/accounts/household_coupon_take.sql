-- query: accounts_household_coupon_take
-- args:  id bigint, person_id bigint
-- row:   household_id bigint
-- route: household

-- None: no coupon of the person's households. A guest of one learns of none.
select c.household_id
from accounts.household_coupon c
join accounts.member m on m.household_id = c.household_id
where c.id = $1 and m.person_id = $2 and m.role <> 'guest'
