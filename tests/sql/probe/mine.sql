-- loader: probe_mine
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    id bigint, asked bigint
-- route:  household
select k.id, nextval('probe.asked') as asked
from unnest($2::bigint[]) k(id)
where k.id = any($1)
