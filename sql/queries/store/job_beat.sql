-- query: store_job_beat
-- args:  ids bigint[], leases bigint[], lease_ms bigint
-- route: every
-- uses:  job_pkey

-- A job that has ended itself in a transaction still open is locked by that, and needs no beat.
with held as materialized (
    select j.id from jobs.job j
    where j.id = any($1)
        and (j.id, j.lease) in (
            select d.id, d.lease from unnest($1::bigint[], $2::bigint[]) d(id, lease)
        )
    for update skip locked
)
update jobs.job j
set locked_until = clock_timestamp() + $3::bigint * interval '1 ms'
where j.id = any(array(select id from held))
