-- query: store_job_cancelled_purge
-- args:  age_days integer, count integer
-- route: every
-- uses:  job_cancelled
delete from jobs.job
where id = any(array(
    select id from jobs.job
    where state = 3 and run_at < now() - $1::integer * interval '1 day'
    order by run_at limit $2::integer
))
