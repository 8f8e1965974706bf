-- query: accounts_household_card_add
-- args:  household_id bigint, retailer_id bigint, label text?, sealed bytea?, cards_max integer
-- row:   id bigint
-- route: household

-- None: the household has so many.
insert into accounts.household_card (household_id, retailer_id, label, sealed)
select $1, $2, $3, $4
where $5::integer > (
    select count(*) from accounts.household_card c where c.household_id = $1)
returning id
