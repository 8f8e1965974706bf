-- query: store_job_beat
-- args:  ids bigint[], leases bigint[], lease_ms bigint
-- route: every
update jobs.job j
set locked_until = clock_timestamp() + $3::bigint * interval '1 ms'
from unnest($1::bigint[], $2::bigint[]) d(id, lease)
where j.id = d.id and j.lease = d.lease
