-- query: store_job_tend
-- args:  key bigint
-- row:   is_ours boolean
-- route: every
select pg_try_advisory_xact_lock($1) as is_ours
