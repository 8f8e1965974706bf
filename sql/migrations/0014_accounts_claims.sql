-- What someone may do who has a link from a mail, and how often signing in was tried.

-- Only the hash of the link's secret is here. Used once.
create table accounts.claim (
    hash bytea primary key,
    kind text not null,
    email text not null,
    email_fold text not null,
    person_id bigint references accounts.person on delete cascade, -- who asked; null: nobody yet
    password_hash text, -- of a registration
    name text,
    country text,
    locale text,
    made_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    check (kind in ('register', 'reset', 'email'))
);

create index claim_expires on accounts.claim (expires_at);

-- Tries within a window, by a hash of what they were made for: an address, a place.
create table accounts.attempt (
    hash bytea primary key,
    count integer not null,
    until timestamptz not null -- then it is forgotten
);

create index attempt_until on accounts.attempt (until);
