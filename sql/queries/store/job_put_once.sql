-- query: store_job_put_once
-- args:  queue text, kind text, payload text, priority smallint, run_at timestamptz?,
--        person_id bigint?, key text
-- row:   id bigint
-- route: every

-- Waits for another that puts the same key; no row: that one did, or one before.
with k as (
    insert into jobs.key (kind, key, job_id) values ($2, $7, public.new_id())
    on conflict do nothing
    returning job_id
)
insert into jobs.job (id, queue, kind, payload, priority, run_at, person_id)
select k.job_id, $1, $2, $3, $4, greatest($5, clock_timestamp()), $6 from k
returning id
