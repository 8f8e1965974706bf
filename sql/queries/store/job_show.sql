-- query: store_job_show
-- args:  id bigint
-- row:   as store_job_list
-- route: every
select s.* from jobs.seen s where s.id = $1
