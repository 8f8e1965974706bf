-- query: store_job_cancel
-- args:  ids bigint[]
-- route: every

-- Whoever runs one of them has lost its lease with this, and ends nothing any more.
update jobs.job
set state = 3, run_at = clock_timestamp(), lease = null, locked_until = null, error = 'cancelled'
where id = any($1) and state <> 3
