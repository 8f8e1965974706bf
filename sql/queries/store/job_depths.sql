-- query: store_job_depths
-- row:   queue text, kind text, ready bigint, later bigint, running bigint, dead bigint,
--        cancelled bigint, oldest_us bigint
-- route: every
select
    queue,
    kind,
    count(*) filter (where state = 0 and run_at <= now()) as ready,
    count(*) filter (where state = 0 and run_at > now()) as later,
    count(*) filter (where state = 1) as running,
    count(*) filter (where state = 2) as dead,
    count(*) filter (where state = 3) as cancelled,
    coalesce(extract(epoch from now()
        - min(run_at) filter (where state = 0 and run_at <= now())) * 1000000, 0)::bigint
    as oldest_us
from jobs.job
group by queue, kind
order by queue, kind
