-- query: store_job_tick
-- args:  queue text, kind text, period_s bigint
-- route: every

-- The database's clock numbers the ticks, and the key lets each of them in once: however many
-- workers tick, and however long one of them was frozen.
with k as (
    insert into jobs.key (kind, key, job_id)
    values ($2, 'tick ' || floor(extract(epoch from now()) / $3::bigint)::bigint, public.new_id())
    on conflict do nothing
    returning job_id
)
insert into jobs.job (id, queue, kind, payload, priority)
select k.job_id, $1, $2, '{}', 1 from k
