-- query: store_job_show
-- args:  id bigint
-- row:   as store_job_list
-- route: every
select id, queue, kind, priority, jobs.state_name(state, run_at) as state, attempt, put_at, run_at,
    locked_until, done, total, step, error, person_id, payload
from jobs.job
where id = $1
