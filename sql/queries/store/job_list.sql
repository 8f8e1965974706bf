-- query: store_job_list
-- args:  states text[], queues text[], kinds text[], count integer
-- row:   id bigint, queue text, kind text, priority smallint, state text, attempt integer,
--        put_at timestamptz, run_at timestamptz, locked_until timestamptz?, done bigint,
--        total bigint, step text?, error text?, person_id bigint?, payload text
-- route: every

-- For people at a terminal, the oldest first. A list that is empty lets all pass; payloads are
-- for who asks for one job (job_show).
select id, queue, kind, priority, s.state, attempt, put_at, run_at, locked_until, done, total, step,
    error, person_id, '' as payload
from jobs.job j
cross join lateral (select jobs.state_name(j.state, j.run_at) as state) s
where (cardinality($1::text[]) = 0 or s.state = any($1))
    and (cardinality($2::text[]) = 0 or queue = any($2))
    and (cardinality($3::text[]) = 0 or kind = any($3))
order by id
limit $4::integer
