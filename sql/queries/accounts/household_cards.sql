-- loader: accounts_household_cards
-- key:    household_id bigint
-- args:   viewer bigint[]
-- row:    household_id bigint, id bigint, retailer_id bigint, label text?, has_number boolean,
--    added_at timestamptz
-- route:  household
-- page:   id
-- uses:   household_card_household
select k.household_id, o.id, o.retailer_id, o.label, o.has_number, o.added_at
from unnest($2::bigint[]) k (household_id)
cross join lateral (
    select c.id, c.retailer_id, c.label, c.sealed is not null as has_number, c.added_at
    from accounts.household_card c
    where c.household_id = k.household_id and c.id > $3 and exists (
            select from accounts.member v
            where v.household_id = k.household_id and v.person_id = any($1) and v.role <> 'guest')
    order by c.id
    limit $4::integer) o
order by o.id
