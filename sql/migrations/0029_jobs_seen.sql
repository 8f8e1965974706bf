-- Jobs as operators see them (store/queue_look.h).
create view jobs.seen as
select id, queue, kind, priority, state as state_number, jobs.state_name(state, run_at) as state,
    attempt, put_at, run_at, locked_until, done, total, step, error, person_id, payload
from jobs.job;

-- What is not to be run is found among however much that is: by operators, and what is left of a
-- person who goes, with the mails that name them.
drop index jobs.job_dead;
create index job_kept on jobs.job (id) where state in (2, 3);
create index job_mail on jobs.job (id) where kind = 'mail';
