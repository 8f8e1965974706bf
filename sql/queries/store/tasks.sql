-- query: store_tasks
-- args:  name text, count integer
-- row:   name text, queue text, kind text, payload text, cron text, zone text, is_on boolean,
--        catches_up boolean, next_at timestamptz?, tick_at timestamptz?, put_at timestamptz?,
--        missed bigint, skipped bigint, error text?
-- route: every

-- All of them, or, unless it is empty, the one of that name.
select name, queue, kind, payload, cron, zone, is_on, catches_up, next_at, tick_at, put_at, missed,
    skipped, error
from jobs.task
where name = $1 or $1 = ''
order by name
limit $2::integer
