-- query: probe_sleep
-- args:  seconds double precision
-- row:   slept integer
-- route: every
select 1 as slept from pg_sleep($1)
