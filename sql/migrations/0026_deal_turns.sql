-- Deals that begin and end by the clock are forgotten by caches at their minute
-- (workers/deal_expiry.h): until when that was done. One row.
create table deals.turn (
    id boolean primary key default true check (id),
    done_until timestamptz not null
);

insert into deals.turn (done_until) values (now());

create index deal_starts on deals.deal (starts_at);

insert into jobs.task (name, queue, kind, cron) values
('deal-expiry', 'usual', 'deal_expiry', '* * * * *');
