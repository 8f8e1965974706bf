-- query: store_task_tick
-- args:  epoch bigint, name text, due_at timestamptz, next_at timestamptz, tick_at timestamptz?,
--        job_key text, missed bigint
-- row:   is_leader boolean, is_ours boolean, is_put boolean
-- route: every

-- The task goes on from its tick `due_at` to the next, once. Its job is to be put when there is a
-- tick to run, and the job of the one before is done, dead or cancelled.
with leader as materialized (
    select epoch from jobs.leader where epoch = $1 for share
),
due as materialized (
    select t.name,
        $5::timestamptz is not null and not exists (
            select
            from jobs.key k
            join jobs.job j on j.id = k.job_id
            where k.kind = t.kind and k.key = t.job_key and j.state in (0, 1)
        ) as is_put
    from jobs.task t, leader
    where t.name = $2 and t.next_at = $3 and t.is_on
    for update of t
),
moved as (
    update jobs.task t
    set next_at = $4,
        missed = t.missed + $7,
        skipped = t.skipped + ($5::timestamptz is not null and not d.is_put)::integer,
        tick_at = case when d.is_put then $5 else t.tick_at end,
        put_at = case when d.is_put then clock_timestamp() else t.put_at end,
        job_key = case when d.is_put then $6 else t.job_key end
    from due d
    where t.name = d.name
    returning d.is_put
)
select exists (select from leader) as is_leader, exists (select from moved) as is_ours,
    coalesce((select is_put from moved), false) as is_put
