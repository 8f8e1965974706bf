-- query: store_job_put
-- args:  queue text, kind text, payload text, priority smallint, run_at timestamptz?,
--        person_id bigint?
-- row:   id bigint
-- route: every

-- Not before now: cursors have passed the times that were (store/queue_lease.h).
insert into jobs.job (queue, kind, payload, priority, run_at, person_id)
values ($1, $2, $3, $4, greatest($5, clock_timestamp()), $6)
returning id
