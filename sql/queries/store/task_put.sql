-- query: store_task_put
-- args:  name text, queue text, kind text, payload text, cron text, zone text
-- route: every

-- In place of the one of that name, if any.
insert into jobs.task (name, queue, kind, payload, cron, zone) values ($1, $2, $3, $4, $5, $6)
on conflict (name) do update
set queue = excluded.queue, kind = excluded.kind, payload = excluded.payload,
    cron = excluded.cron, zone = excluded.zone, next_at = null, error = null
