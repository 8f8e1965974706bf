-- loader: accounts_household_stores
-- key:    household_id bigint
-- args:   viewer bigint[]
-- row:    household_id bigint, place integer, store_id bigint, is_favourite boolean
-- route:  household
-- page:   place
-- uses:   household_store_place
select k.household_id, o.place, o.store_id, o.is_favourite
from unnest($2::bigint[]) k (household_id)
cross join lateral (
    select s.place, s.store_id, s.is_favourite
    from accounts.household_store s
    where s.household_id = k.household_id and s.place > $3 and exists (
            select from accounts.member v
            where v.household_id = k.household_id and v.person_id = any($1) and v.role <> 'guest')
    order by s.place
    limit $4::integer) o
order by o.place
