-- How a household shops: where, with which cards and coupons, and from where it starts. Of its
-- members, guests not among them. Stores and retailers are the catalogue's, which may lie in
-- another database: an id may be of one that is gone.
create table accounts.household_store (
    household_id bigint not null references accounts.household on delete cascade,
    store_id bigint not null,
    place integer not null, -- in the household's own order, from 1
    is_favourite boolean not null,
    primary key (household_id, store_id)
);

create unique index household_store_place on accounts.household_store (household_id, place);

create table accounts.household_card (
    id bigint primary key default public.new_id(1),
    household_id bigint not null references accounts.household on delete cascade,
    retailer_id bigint not null,
    label text, -- whose it is, or which
    sealed bytea, -- its number: accounts/keyring.h; null: it was not told
    added_at timestamptz not null default now()
);

create index household_card_household on accounts.household_card (household_id, id);

create table accounts.household_coupon (
    id bigint primary key default public.new_id(1),
    household_id bigint not null references accounts.household on delete cascade,
    code text not null,
    retailer_id bigint, -- null: whoever knows the code
    until timestamptz, -- its last moment; null: not told
    used_at timestamptz,
    added_at timestamptz not null default now()
);

create index household_coupon_household on accounts.household_coupon (household_id, id);

-- From where a household goes shopping; degrees, WGS 84.
create table accounts.household_home (
    household_id bigint primary key references accounts.household on delete cascade,
    lat double precision not null check (lat between -90 and 90),
    lon double precision not null check (lon between -180 and 180)
);

-- What other services may know: a household's stores, for each member who may.
create view accounts.pub_household_store as
select s.household_id, m.person_id, s.store_id, s.place
from accounts.household_store s
join accounts.member m on m.household_id = s.household_id
where m.role <> 'guest';

grant select on accounts.pub_household_store to lists;
