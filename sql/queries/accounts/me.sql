-- loader: accounts_me
-- key:    none
-- args:   viewer bigint[]
-- row:    id bigint, email text?, name text?, country text, locale text, plan text,
--    is_guest boolean, created_at timestamptz, delete_after timestamptz?
-- route:  household
select p.id, p.email, p.name, p.country, p.locale, p.plan, p.email is null as is_guest,
    p.created_at, p.delete_after
from accounts.person p
where p.id = any($1)
