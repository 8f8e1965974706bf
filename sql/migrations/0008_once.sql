-- Answers of writes by their idempotency keys (store/once.h): kept in the transaction of the write,
-- for a day.
create table public.once (
    principal bigint not null, -- who asked; 0: nobody who is known
    key text not null,
    call text not null, -- which of the request's writes
    asked bytea not null, -- a hash of what it was asked with
    answer bytea not null,
    at timestamptz not null default now(),
    primary key (principal, key, call)
);

create index once_at on public.once (at);

grant select, insert, delete on public.once to retail, deals;
