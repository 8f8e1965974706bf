-- query: store_job_list_unready
-- args:  states text[], queues text[], kinds text[], count integer
-- row:   as store_job_list
-- route: every
-- uses:  job_kept

-- The same of those that wait for no worker: few, among however many that do.
select '' as payload, s.*
from jobs.seen s
where (s.state_number = 1 or s.state_number in (2, 3))
    and s.state = any($1)
    and (cardinality($2::text[]) = 0 or s.queue = any($2))
    and (cardinality($3::text[]) = 0 or s.kind = any($3))
order by s.id
limit $4::integer
