-- query: store_task_set
-- args:  name text, cron text, zone text, is_on boolean
-- route: every

-- The next tick is worked out anew: what would have been while it was off is not missed.
update jobs.task
set cron = $2, zone = $3, is_on = $4, next_at = null, error = null
where name = $1
