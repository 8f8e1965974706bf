-- query: store_task_plan
-- args:  epoch bigint, name text, due_at timestamptz?, next_at timestamptz, error text?
-- route: every

-- By who leads.
with leader as materialized (
    select epoch from jobs.leader where epoch = $1 for share
)
update jobs.task t
set next_at = $4, error = $5
from leader
where t.name = $2 and t.next_at is not distinct from $3
