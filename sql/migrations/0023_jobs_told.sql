-- Whose a job is, how far it is, and that it was cancelled.
alter table jobs.job
    add column person_id bigint, -- who asked for it; null: nobody who would be told
    add column done bigint not null default 0, -- as its worker told of this attempt
    add column total bigint not null default 0, -- 0: it is not known how much there is
    add column step text,
    drop constraint job_state_check,
    add constraint job_state_check check (state between 0 and 3); -- ready, running, dead, cancelled

create index job_person on jobs.job (person_id, id) where person_id is not null;
create index job_cancelled on jobs.job (run_at) where state = 3; -- since then

-- As people call it: what is ready only later is another state to them.
create function jobs.state_name(state smallint, run_at timestamptz) returns text
language sql stable
as $$
    select case
        when state = 0 and run_at > now() then 'later'
        else (array['ready', 'running', 'dead', 'cancelled'])[state + 1]
    end
$$;

-- To who asked for it.
create view jobs.pub_job as
select id, person_id, kind,
    (array['waiting', 'running', 'failed', 'cancelled'])[state + 1] as state, attempt,
    put_at as asked_at, run_at as due_at, least(done, 2147483647)::integer as done,
    least(nullif(total, 0), 2147483647)::integer as total, step
from jobs.job
where person_id is not null;

grant select on jobs.pub_job to accounts;
