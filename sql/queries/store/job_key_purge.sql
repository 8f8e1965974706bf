-- query: store_job_key_purge
-- args:  age_hours integer, count integer
-- route: every

-- The key of a job that is still there stays.
delete from jobs.key k
using (
    select o.kind, o.key from jobs.key o
    where o.put_at < now() - $1::integer * interval '1 hour'
        and not exists (select from jobs.job j where j.id = o.job_id)
    order by o.put_at limit $2::integer
) old
where k.kind = old.kind and k.key = old.key
