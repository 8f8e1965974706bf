-- query: store_task_remove
-- args:  name text
-- route: every
delete from jobs.task where name = $1
