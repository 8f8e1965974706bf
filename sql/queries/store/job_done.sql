-- query: store_job_done
-- args:  ids bigint[], leases bigint[]
-- route: every

-- Only by who has the lease: one that was frozen, and comes back, ends nothing.
delete from jobs.job j
using unnest($1::bigint[], $2::bigint[]) d(id, lease)
where j.id = d.id and j.lease = d.lease
