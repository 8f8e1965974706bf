-- Jobs: work that a transaction leaves behind, to be done once it is committed (store/queue.h).
-- A job lies in the database whose rows it is about. One that is done is deleted.
create schema jobs;

create sequence jobs.lease;

create table jobs.job (
    id bigint primary key default public.new_id(),
    queue text not null,
    kind text not null,
    payload text not null, -- JSON, which only the kind reads
    priority smallint not null default 0, -- the least comes first
    state smallint not null default 0 check (state between 0 and 2), -- ready, running, dead
    run_at timestamptz not null default clock_timestamp(), -- not before
    attempt integer not null default 0, -- how often it was begun
    lease bigint, -- of jobs.lease, while running: who has not this number may not end it
    locked_until timestamptz, -- when others may take it from whoever has the lease
    error text, -- of the latest failure
    put_at timestamptz not null default now(),
    check ((state = 1) = (lease is not null) and (state = 1) = (locked_until is not null))
) with (
    fillfactor = 70,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_cost_delay = 0
);

create index job_ready on jobs.job (queue, priority, run_at, id) where state = 0;
create index job_running on jobs.job (locked_until) where state = 1;
create index job_dead on jobs.job (id) where state = 2;

-- What was asked for once, and is not to be asked for again: longer than its job is there.
create table jobs.key (
    kind text not null,
    key text not null,
    job_id bigint not null,
    put_at timestamptz not null default now(),
    primary key (kind, key)
);

create index key_put on jobs.key (put_at);

-- Services put jobs and, in the transaction that has the effect, end them; the rest is for workers.
grant usage on schema jobs to accounts, retail, deals;
grant select, insert, delete on jobs.job to accounts, retail, deals;
grant select, insert on jobs.key to accounts, retail, deals;
