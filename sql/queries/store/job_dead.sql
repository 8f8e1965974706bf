-- query: store_job_dead
-- args:  count integer
-- row:   id bigint, queue text, kind text, attempt integer, put_at timestamptz, error text?
-- route: every
select id, queue, kind, attempt, put_at, error from jobs.job
where state = 2 order by id limit $1::integer
