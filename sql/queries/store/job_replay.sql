-- query: store_job_replay
-- args:  ids bigint[]
-- route: every
update jobs.job set state = 0, attempt = 0, run_at = clock_timestamp()
where state = 2 and id = any($1)
