-- query: store_job_beat
-- args:  ids bigint[], leases bigint[], lease_ms bigint
-- route: every

-- A job that has ended itself in a transaction still open is locked by that, and needs no beat.
with held as materialized (
    select j.id from jobs.job j
    join unnest($1::bigint[], $2::bigint[]) d(id, lease) on j.id = d.id and j.lease = d.lease
    for update of j skip locked
)
update jobs.job j
set locked_until = clock_timestamp() + $3::bigint * interval '1 ms'
from held where j.id = held.id
