-- Who uses SmartCart: people, their sessions, and the households that they share. Rows of a
-- household's people lie in the database of its logical shard; until there are several, it is 1.
do $$
begin
    if not exists (select from pg_roles where rolname = 'accounts') then
        create role accounts;
    end if;
exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
        raise exception 'the role "accounts" is missing, and % may not create roles', current_user
            using errcode = '42501',
                hint = format('as a superuser: create role accounts; or: alter role %I createrole',
                    current_user);
end
$$;

create schema accounts;
grant usage on schema accounts to accounts;
alter default privileges in schema accounts grant select, insert, update, delete on tables
to accounts;
grant usage, update on sequence public.id_tick to accounts;
grant select, insert, delete on public.once to accounts;

-- What may be had, as data: limits are rows, so that they change without a new program.
create table accounts.plan (
    name text primary key,
    place smallint not null unique, -- what tokens say
    households_max integer not null,
    members_max integer not null, -- of one household
    lists_max integer not null, -- of one household, archived ones not counted
    items_max integer not null, -- of one list
    points_per_s integer not null -- of the API
);

insert into accounts.plan
    (name, place, households_max, members_max, lists_max, items_max, points_per_s)
values
    ('free', 0, 2, 6, 20, 500, 100),
    ('plus', 1, 5, 12, 200, 1000, 500),
    ('family', 2, 10, 24, 1000, 2000, 1000);

create table accounts.person (
    id bigint primary key default public.new_id(1),
    email text, -- as it was given; null: a guest, who has no account yet
    email_fold text unique, -- as it is compared: accounts/email.h
    email_verified_at timestamptz,
    password_hash text, -- Argon2id, with its parameters
    name text,
    country text not null, -- ISO 3166, chosen at the start: the region follows it
    locale text not null default 'en',
    plan text not null default 'free' references accounts.plan,
    epoch integer not null default 0, -- sessions that began in an older one are over
    created_at timestamptz not null default now(),
    delete_after timestamptz, -- asked to be deleted: then it is
    check ((email is null) = (email_fold is null)),
    check (password_hash is null or email is not null)
);

create index person_delete on accounts.person (delete_after) where delete_after is not null;

-- A device that someone signed in on.
create table accounts.session (
    id bigint primary key default public.new_id(1),
    person_id bigint not null references accounts.person on delete cascade,
    epoch integer not null,
    created_at timestamptz not null default now(),
    used_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    address text, -- from where it was used last
    agent text
);

create index session_person on accounts.session (person_id);

-- Refresh tokens of a session: each is used once and makes the next. One that is used again was
-- stolen, or is: the session ends. Only their hashes are here.
create table accounts.refresh (
    hash bytea primary key,
    session_id bigint not null references accounts.session on delete cascade,
    issued_at timestamptz not null default now(),
    used_at timestamptz
);

create index refresh_session on accounts.refresh (session_id);

create table accounts.household (
    id bigint primary key default public.new_id(1),
    name text not null,
    country text not null,
    created_at timestamptz not null default now()
);

create table accounts.member (
    household_id bigint not null references accounts.household on delete cascade,
    person_id bigint not null references accounts.person on delete cascade,
    role text not null,
    joined_at timestamptz not null default now(),
    primary key (household_id, person_id),
    check (role in ('owner', 'adult', 'child', 'guest'))
);

create index member_person on accounts.member (person_id, household_id);
create unique index member_owner on accounts.member (household_id) where role = 'owner';

-- Keys that sign access tokens: the newest does, all check until the last of their tokens is over.
create table accounts.signing_key (
    id integer primary key,
    public bytea not null,
    sealed bytea not null, -- the secret: accounts/token.h
    made_at timestamptz not null default now(),
    check (length(public) = 32 and length(sealed) = 104)
);

-- What other services may know.
create view accounts.pub_member as
select household_id, person_id, role from accounts.member;
