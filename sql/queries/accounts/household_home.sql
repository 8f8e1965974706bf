-- loader: accounts_household_home
-- key:    household_id bigint
-- args:   viewer bigint[]
-- row:    household_id bigint, lat double precision, lon double precision
-- route:  household
select h.household_id, h.lat, h.lon
from accounts.household_home h
where h.household_id = any($2) and exists (
        select from accounts.member v
        where v.household_id = h.household_id and v.person_id = any($1) and v.role <> 'guest')
