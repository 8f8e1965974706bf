-- query: store_job_beat
-- args:  ids bigint[], leases bigint[], done bigint[], total bigint[], steps text[],
--        lease_ms bigint
-- row:   id bigint
-- route: every
-- uses:  job_pkey

-- Those that are not theirs any more. A job that has ended itself in a transaction still open is
-- locked by that, and needs no beat.
with mine as materialized (
    select m.id, m.lease, m.done, m.total, m.step
    from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[])
        m (id, lease, done, total, step)
),
held as materialized (
    select j.id from jobs.job j
    where j.id = any($1) and (j.id, j.lease) in (select m.id, m.lease from mine m)
    for update skip locked
),
beaten as (
    update jobs.job j
    set locked_until = clock_timestamp() + $6::bigint * interval '1 ms',
        done = m.done, total = m.total, step = m.step
    from mine m
    where j.id = any(array(select id from held)) and m.id = j.id
)
select m.id from mine m
where (m.id, m.lease) not in (
    select j.id, j.lease from jobs.job j where j.id = any($1) and j.lease is not null
)
