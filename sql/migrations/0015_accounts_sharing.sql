-- How others come into a household, and how programs come to a person's data.

-- A link that makes whoever follows it a member. Only its hash is here.
create table accounts.invitation (
    id bigint primary key default public.new_id(1),
    household_id bigint not null references accounts.household on delete cascade,
    hash bytea not null unique,
    role text not null,
    email text, -- it was sent there, and works once; null: for all who are given the link
    invited_by bigint not null references accounts.person on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    check (role in ('adult', 'child', 'guest'))
);

create index invitation_household on accounts.invitation (household_id, id);
create index invitation_person on accounts.invitation (invited_by);
create index invitation_expires on accounts.invitation (expires_at);

-- Keys of programs. Only their hashes are here.
create table accounts.api_key (
    id bigint primary key default public.new_id(1),
    person_id bigint not null references accounts.person on delete cascade,
    hash bytea not null unique,
    name text not null,
    may_write boolean not null, -- else it reads alone
    created_at timestamptz not null default now(),
    used_at timestamptz -- to within a minute
);

create index api_key_person on accounts.api_key (person_id, id);
