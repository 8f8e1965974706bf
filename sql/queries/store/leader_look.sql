-- query: store_leader_look
-- row:   epoch bigint, pid integer, now timestamptz, next_at timestamptz?
-- route: every
select l.epoch, pg_backend_pid() as pid, clock_timestamp() as now,
    (select min(coalesce(t.next_at, '-infinity')) from jobs.task t where t.is_on) as next_at
from jobs.leader l
