-- query: store_job_fail
-- args:  id bigint, lease bigint, is_dead boolean, wait_us bigint, error text
-- route: every
update jobs.job
set state = case when $3 then 2 else 0 end,
    run_at = clock_timestamp() + $4::bigint * interval '1 microsecond',
    lease = null, locked_until = null, error = $5
where id = $1 and lease = $2
