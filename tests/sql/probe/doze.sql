-- loader: probe_doze
-- key:    ms integer
-- row:    ms integer, pid integer
-- route:  catalogue
select k.ms, pg_backend_pid() as pid
from unnest($1::integer[]) k(ms) cross join lateral pg_sleep(k.ms / 1000.0)
