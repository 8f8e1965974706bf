-- query: accounts_plan_rates
-- args:  count integer
-- row:   place smallint, requests_per_s integer, requests_burst integer, points_per_s integer,
--    points_burst integer
-- route: household
select place, requests_per_s, requests_burst, points_per_s, points_burst
from accounts.plan
order by place
limit $1::integer
