-- query: store_job_retry
-- args:  ids bigint[]
-- route: every

-- The dead, the cancelled, and those that wait after a failure; not what has its time yet to come.
update jobs.job set state = 0, attempt = 0, run_at = clock_timestamp()
where id = any($1) and (state in (2, 3) or state = 0 and attempt > 0)
