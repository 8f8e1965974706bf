-- query: store_task_due
-- args:  now timestamptz, count integer
-- row:   name text, queue text, kind text, payload text, cron text, zone text,
--        catches_up boolean, next_at timestamptz?
-- route: every
select name, queue, kind, payload, cron, zone, catches_up, next_at
from jobs.task
where is_on and (next_at is null or next_at <= $1)
order by next_at nulls first, name
limit $2::integer
