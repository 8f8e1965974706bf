-- loader: accounts_jobs
-- key:    none
-- args:   viewer bigint[]
-- row:    id bigint, kind text, state text, attempt integer, asked_at timestamptz,
--    due_at timestamptz, done integer, total integer?, step text?
-- route:  household
-- page:   id
-- uses:   job_person

-- What the viewer asked for and is not done; kinds that the API tells of.
select j.id, k.name as kind, j.state, j.attempt, j.asked_at, j.due_at, j.done, j.total, j.step
from jobs.pub_job j
join (values ('accounts_export', 'export'), ('accounts_bring', 'lists')) k (kind, name)
    on k.kind = j.kind
where j.person_id = any($1) and j.id > $2
order by j.id
limit $3::integer
