-- query: store_job_list
-- args:  states text[], queues text[], kinds text[], count integer
-- row:   payload text, id bigint, queue text, kind text, priority smallint, state text,
--        attempt integer, put_at timestamptz, run_at timestamptz, locked_until timestamptz?,
--        done bigint, total bigint, step text?, error text?, person_id bigint?
-- route: every

-- For people at a terminal, the oldest first. A list that is empty lets all pass; payloads are
-- for who asks for one job (job_show).
select '' as payload, s.*
from jobs.seen s
where (cardinality($1::text[]) = 0 or s.state = any($1))
    and (cardinality($2::text[]) = 0 or s.queue = any($2))
    and (cardinality($3::text[]) = 0 or s.kind = any($3))
order by s.id
limit $4::integer
