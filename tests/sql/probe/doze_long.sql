-- loader: probe_doze_long
-- key:    ms integer
-- row:    as probe_doze
-- route:  catalogue
-- slow:   30s
select k.ms, pg_backend_pid() as pid
from unnest($1::integer[]) k(ms) cross join lateral pg_sleep(k.ms / 1000.0)
