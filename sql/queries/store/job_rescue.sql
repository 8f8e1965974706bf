-- query: store_job_rescue
-- route: every
with expired as materialized (
    select id from jobs.job
    where state = 1 and locked_until < clock_timestamp()
    order by locked_until limit 1000
    for update skip locked
)
update jobs.job j
set state = 0, lease = null, locked_until = null, error = 'its worker did not come back'
where j.id = any(array(select id from expired))
