-- query: store_job_rescue
-- args:  after timestamptz
-- row:   expired bigint, oldest timestamptz
-- route: every
-- uses:  job_running

-- Begins where the oldest lease was when this was done before: what stands before that is gone,
-- as in job_claim. A lease that was committed late, or by a clock that has been set back since,
-- is a minute behind it at most. What has waited for its worker so long waits for nothing more:
-- it comes first, and no cursor has passed it.
with expired as materialized (
    select id from jobs.job
    where state = 1 and locked_until >= least($1, now() - interval '1 minute')
        and locked_until < now()
    order by locked_until limit 1000
    for update skip locked
),
rescued as (
    update jobs.job j
    set state = 0, priority = -1, run_at = clock_timestamp(), lease = null, locked_until = null,
        error = 'its worker did not come back'
    where j.id = any(array(select id from expired))
    returning j.id
)
select (select count(*) from rescued) as expired,
    coalesce((
        select min(locked_until) from jobs.job
        where state = 1 and locked_until >= least($1, now() - interval '1 minute')), now())
    as oldest
