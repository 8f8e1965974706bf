-- What recurs. A job of `kind` is put at each tick of `cron` (domain/cron.h) by the scheduler that
-- leads (workers/schedule.h).
create table jobs.task (
    name text primary key check (length(name) between 1 and 60),
    queue text not null,
    kind text not null,
    payload text not null default '{}' check (length(payload) <= 10000),
    cron text not null,
    zone text not null default 'UTC', -- of which cron's times are
    is_on boolean not null default true,
    catches_up boolean not null default true, -- ticks that were missed are made up for by one
    next_at timestamptz, -- null: to be worked out; infinity: there is none
    tick_at timestamptz, -- the latest tick that was put
    put_at timestamptz, -- and when
    job_key text, -- of its job, in jobs.key
    missed bigint not null default 0, -- ticks that nobody put in time
    skipped bigint not null default 0, -- ticks at which the job of the one before was still there
    error text -- why there is no next tick
);

-- One row. Each write of a leader checks its epoch, so that one that was frozen, and comes back
-- when another leads, writes nothing.
create table jobs.leader (
    id boolean primary key default true check (id),
    epoch bigint not null,
    who text not null,
    since timestamptz not null
);

insert into jobs.leader (epoch, who, since) values (0, '', now());

insert into jobs.task (name, queue, kind, cron) values
('purge', 'usual', 'purge', '*/10 * * * *'), -- what is over (workers/purge.h)
('price-history', 'usual', 'price_history', '20 3 * * *'); -- months made ahead, old ones dropped
