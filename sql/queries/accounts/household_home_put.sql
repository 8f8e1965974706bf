-- query: accounts_household_home_put
-- args:  household_id bigint, lat double precision, lon double precision
-- route: household
insert into accounts.household_home (household_id, lat, lon)
values ($1, $2, $3)
on conflict (household_id) do update set lat = excluded.lat, lon = excluded.lon
