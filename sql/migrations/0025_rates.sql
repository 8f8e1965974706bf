-- How often one may ask is the plan's too: of who is nobody yet (by network), and of programs of
-- partners. A bucket has a rate and a burst; src/store/rate.h says what they mean.
alter table accounts.plan
add column requests_per_s integer,
add column requests_burst integer,
add column points_burst integer,
add column receipts_per_month integer; -- of one household

update accounts.plan p
set requests_per_s = n.requests_per_s, requests_burst = n.requests_burst,
    points_burst = n.points_burst, receipts_per_month = n.receipts
from (values
    ('free', 20, 200, 5000, 20),
    ('plus', 50, 500, 20000, 200),
    ('family', 100, 1000, 40000, 500)
) n(name, requests_per_s, requests_burst, points_burst, receipts)
where p.name = n.name;

insert into accounts.plan
    (name, place, households_max, members_max, lists_max, items_max, links_max, points_per_s,
    requests_per_s, requests_burst, points_burst, receipts_per_month)
values
    ('anonymous', 3, 0, 0, 0, 0, 0, 50, 10, 100, 3000, 0),
    ('partner', 4, 0, 0, 0, 0, 0, 2000, 200, 1000, 50000, 0);

alter table accounts.plan
alter column requests_per_s set not null,
alter column requests_burst set not null,
alter column points_burst set not null,
alter column receipts_per_month set not null,
add check (place between 0 and 255), -- a byte of the token
add check (requests_per_s between 1 and 10000 and points_per_s between 1 and 10000),
add check (requests_burst between 1 and 1000000 and points_burst between 1 and 1000000);

-- A key counts as its person does, and has their plan, unless it is a partner's.
alter table accounts.api_key
add column plan text references accounts.plan;
