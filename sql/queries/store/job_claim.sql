-- query: store_job_claim
-- args:  queue text, priority smallint, after_at timestamptz, after_id bigint, count integer,
--        lease_ms bigint
-- row:   at timestamptz, id bigint?, kind text?, payload text?, attempt integer?, lease bigint?,
--        run_at timestamptz?
-- route: every
-- uses:  job_ready

-- Begins behind the cursor: before it lie index entries of jobs that are gone, which nothing cleans
-- away as long as some old snapshot is open. One row at least, for until when was looked.
with ready as materialized (
    select id from jobs.job
    where state = 0 and queue = $1 and priority = $2 and (run_at, id) > ($3, $4) and run_at <= now()
    order by run_at, id limit $5::integer
    for update skip locked
),
leased as (
    update jobs.job j
    set state = 1, attempt = j.attempt + 1, lease = (select nextval('jobs.lease')),
        locked_until = clock_timestamp() + $6::bigint * interval '1 ms',
        done = 0, total = 0, step = null
    where j.id = any(array(select id from ready)) -- by its index, however many are expected
    returning j.id, j.kind, j.payload, j.attempt, j.lease, j.run_at
)
select c.at, l.id, l.kind, l.payload, l.attempt, l.lease, l.run_at
from (select now() as at) c
left join leased l on true
order by l.run_at, l.id
