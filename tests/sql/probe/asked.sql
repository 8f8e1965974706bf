-- loader: probe_asked
-- key:    id bigint
-- args:   ms integer
-- row:    id bigint, asked bigint
-- route:  catalogue
-- cache:  1s tag asked
select k.id, nextval('probe.asked') as asked
from unnest($1::bigint[]) k(id) cross join lateral pg_sleep($2 / 1000.0)
where k.id > 0
