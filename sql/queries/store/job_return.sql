-- query: store_job_return
-- args:  ids bigint[], leases bigint[]
-- route: every
-- uses:  job_pkey

-- What was not begun, or not ended in time, and is no failure: it counts as no attempt. Its turn
-- had come: it comes first, and no cursor has passed it.
update jobs.job j
set state = 0, priority = -1, run_at = clock_timestamp(), attempt = j.attempt - 1,
    lease = null, locked_until = null
where j.id = any($1)
    and (j.id, j.lease) in (
        select d.id, d.lease from unnest($1::bigint[], $2::bigint[]) d(id, lease)
    )
