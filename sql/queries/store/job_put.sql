-- query: store_job_put
-- args:  queues text[], kinds text[], payloads text[], priorities smallint[],
--        run_at timestamptz[], person_ids bigint[], keys text[]
-- route: every

-- Side by side, one of each; the last three may be null. Not before now: cursors have passed the
-- times that were (store/queue_lease.h). Waits for another that puts the same key: that one did
-- put the job, or one before. Keys go in by their order, so that two that put many never wait for
-- each other.
with asked as materialized (
    select public.new_id() as id, a.queue, a.kind, a.payload, a.priority, a.run_at, a.person_id,
        a.key
    from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::timestamptz[],
        $6::bigint[], $7::text[]) a (queue, kind, payload, priority, run_at, person_id, key)
),
keyed as (
    insert into jobs.key (kind, key, job_id)
    select a.kind, a.key, a.id from asked a where a.key is not null order by a.kind, a.key, a.id
    on conflict do nothing
    returning job_id
)
insert into jobs.job (id, queue, kind, payload, priority, run_at, person_id)
select a.id, a.queue, a.kind, a.payload, a.priority, greatest(a.run_at, clock_timestamp()),
    a.person_id
from asked a
where a.key is null or a.id in (select k.job_id from keyed k)
