-- query: probe_backend
-- row:   pid integer
-- route: every
select pg_backend_pid() as pid
