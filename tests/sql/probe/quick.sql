-- query: probe_quick
-- args:  seconds double precision
-- row:   slept integer
-- route: every
-- slow:  100ms
select 1 as slept from pg_sleep($1)
