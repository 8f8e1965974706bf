-- query: store_job_done
-- args:  ids bigint[], leases bigint[]
-- route: every
-- uses:  job_pkey

-- Only by who has the lease: one that was frozen, and comes back, ends nothing. The ids are told
-- twice, so that rows are found by their index whatever the planner expects of the pairs.
delete from jobs.job j
where j.id = any($1)
    and (j.id, j.lease) in (
        select d.id, d.lease from unnest($1::bigint[], $2::bigint[]) d(id, lease)
    )
