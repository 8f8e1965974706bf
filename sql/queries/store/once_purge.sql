-- query: store_once_purge
-- args:  age_hours integer, count integer
-- route: every
delete from public.once o
using (
    select principal, key, call from public.once
    where at < now() - $1::integer * interval '1 hour'
    order by at limit $2::integer
) old
where o.principal = old.principal and o.key = old.key and o.call = old.call
