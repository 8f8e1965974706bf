-- query: store_job_put
-- args:  queue text, kind text, payload text, priority smallint, run_at timestamptz?
-- row:   id bigint
-- route: every
insert into jobs.job (queue, kind, payload, priority, run_at)
values ($1, $2, $3, $4, coalesce($5, clock_timestamp()))
returning id
