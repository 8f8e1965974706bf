-- query: accounts_household_stores_put
-- args:  household_id bigint, store_ids bigint[], are_favourite boolean[]
-- route: household
insert into accounts.household_store (household_id, store_id, place, is_favourite)
select $1, s.store_id, s.place, s.is_favourite
from unnest($2::bigint[], $3::boolean[]) with ordinality s (store_id, is_favourite, place)
