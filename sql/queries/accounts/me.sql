-- loader: accounts_me
-- key:    none
-- args:   viewer bigint[]
-- row:    id bigint, email text?, name text?, country text, locale text, plan text,
--    is_guest boolean, created_at timestamptz, delete_after timestamptz?,
--    limits.households integer, limits.members integer, limits.lists integer,
--    limits.items integer, limits.links integer, limits.receipts_per_month integer,
--    limits.requests_per_second integer, limits.requests_at_once integer,
--    limits.points_per_second integer, limits.points_at_once integer
-- route:  household
select p.id, p.email, p.name, p.country, p.locale, p.plan, p.email is null as is_guest,
    p.created_at, p.delete_after, l.households_max as "limits.households",
    l.members_max as "limits.members", l.lists_max as "limits.lists",
    l.items_max as "limits.items", l.links_max as "limits.links",
    l.receipts_per_month as "limits.receipts_per_month",
    l.requests_per_s as "limits.requests_per_second",
    l.requests_burst as "limits.requests_at_once",
    l.points_per_s as "limits.points_per_second", l.points_burst as "limits.points_at_once"
from accounts.person p
join accounts.plan l on l.name = p.plan
where p.id = any($1)
