-- loader: accounts_export_job
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    as accounts_jobs
-- route:  household
-- uses:   job_person

-- What writes the person's export: one, unless an older one was cancelled.
select k.id, 'export' as kind, j.state, j.attempt, j.asked_at, j.due_at, j.done, j.total, j.step
from unnest($2::bigint[]) k (id)
cross join lateral (
    select t.state, t.attempt, t.asked_at, t.due_at, t.done, t.total, t.step
    from jobs.pub_job t
    where t.person_id = k.id and t.person_id = any($1) and t.kind = 'accounts_export'
    order by t.id desc limit 1) j
