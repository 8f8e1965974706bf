-- Shopping lists: items, the ops that changed them, and who may see them. A list belongs to one
-- household, and its rows lie in the database of that one's logical shard (0009).
do $$
begin
    if not exists (select from pg_roles where rolname = 'lists') then
        create role lists;
    end if;
exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
        raise exception 'the role "lists" is missing, and % may not create roles', current_user
            using errcode = '42501',
                hint = format('as a superuser: create role lists; or: alter role %I createrole',
                    current_user);
end
$$;

create schema lists;
grant usage on schema lists to lists;
alter default privileges in schema lists grant select, insert, update, delete on tables to lists;
grant usage, update on sequence public.id_tick to lists;
grant select, insert, delete on public.once to lists;
grant usage on schema accounts to lists;
grant select on accounts.pub_member to lists;

-- seq counts the changes of a list. It is raised while the list's row is locked, and the lock is
-- held to the commit: so who has read up to a number has missed nothing below it.
create table lists.list (
    id bigint primary key default public.new_id(1),
    household_id bigint not null,
    name text not null,
    name_stamp text collate "C",
    is_archived boolean not null default false,
    archived_stamp text collate "C",
    seq bigint not null default 0,
    own_seq bigint not null default 0, -- of the last change of its own fields
    purged_seq bigint not null default 0, -- tombstones up to here are gone
    item_count integer not null default 0, -- those shown
    row_count integer not null default 0, -- with tombstones
    made_by bigint not null,
    made_at timestamptz not null default now(),
    deleted_at timestamptz
);

create index list_household on lists.list (household_id);
create index list_deleted on lists.list (deleted_at) where deleted_at is not null;

-- docs/sync.md says how a row is merged. Ids are UUIDs that clients make, as text.
create table lists.item (
    list_id bigint not null references lists.list on delete cascade,
    id text collate "C" not null,
    seq bigint not null,
    name text not null,
    typed_milli bigint not null, -- thousandths of the unit
    stepped_milli bigint not null,
    quantity_milli bigint not null, -- what comes of the two
    unit text,
    note text,
    photo text,
    category text,
    product_id bigint,
    position text collate "C" not null,
    is_ticked boolean not null,
    is_deleted boolean not null,
    -- Of the fields in the order of enum sc_sync_field, then the quantity's; empty: never set.
    stamps text[] not null,
    added_by bigint not null, -- a person, or a link to the list
    added_at timestamptz not null default now(),
    changed_by bigint not null,
    changed_at timestamptz not null default now(),
    primary key (list_id, id)
);

create unique index item_seq on lists.item (list_id, seq);
create index item_position on lists.item (list_id, position, id) where not is_deleted;
create index item_tombstone on lists.item (changed_at) where is_deleted;

-- Ops that are answered, so that one sent again is not done again.
create table lists.op (
    list_id bigint not null references lists.list on delete cascade,
    id text collate "C" not null,
    code text not null,
    stamp text not null, -- as it was kept
    at timestamptz not null default now(),
    primary key (list_id, id)
);

create index op_at on lists.op (at);

-- Levels: 0 read, 1 edit, 2 manage (share, archive, delete).
-- A principal is a person or a household; a household's is its members', guests not among them.
create table lists.grant (
    list_id bigint not null references lists.list on delete cascade,
    principal bigint not null,
    level smallint not null check (level in (0, 1)),
    given_by bigint not null,
    given_at timestamptz not null default now(),
    primary key (list_id, principal)
);

create index grant_principal on lists.grant (principal);

-- Links for people without an account. Only the token's hash is here.
create table lists.share (
    id bigint primary key default public.new_id(1),
    list_id bigint not null references lists.list on delete cascade,
    token_hash bytea not null unique,
    level smallint not null check (level in (0, 1)),
    made_by bigint not null,
    made_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz
);

create index share_list on lists.share (list_id, id);

-- How a household walks through a store.
create table lists.aisle_order (
    household_id bigint not null,
    store_id bigint not null,
    categories text[] not null,
    primary key (household_id, store_id)
);

-- Who may do what with which list: every statement about lists asks here. Several rows for one
-- principal are possible; the greatest level holds.
create view lists.list_right as
select l.id as list_id, m.person_id as principal,
    case when m.role in ('owner', 'adult') then 2 else 1 end::smallint as level
from lists.list l
join accounts.pub_member m on m.household_id = l.household_id
where m.role <> 'guest' and l.deleted_at is null
union all
select g.list_id, g.principal, g.level
from lists.grant g
join lists.list l on l.id = g.list_id
where l.deleted_at is null
union all
select g.list_id, m.person_id, g.level
from lists.grant g
join lists.list l on l.id = g.list_id
join accounts.pub_member m on m.household_id = g.principal
where m.role <> 'guest' and l.deleted_at is null
union all
select s.list_id, s.id, s.level
from lists.share s
join lists.list l on l.id = s.list_id
where l.deleted_at is null and s.revoked_at is null and s.expires_at > now();

grant select on lists.list_right to lists;
