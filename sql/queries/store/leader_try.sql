-- query: store_leader_try
-- args:  key bigint
-- row:   is_ours boolean, pid integer
-- route: every
select pg_try_advisory_lock($1) as is_ours, pg_backend_pid() as pid
