-- Retailers, their stores, what each sells, and for how much. The rules stand in docs/catalogue.md,
-- the reasons in docs/decisions/0003-catalogue.md. Ids are never deleted or used again.

create table retail.retailer (
    id bigint primary key default public.new_id(),
    key text not null unique, -- for ever: the word or number its feeds know it by
    name text not null,
    country text, -- ISO 3166, two letters
    created_at timestamptz not null default now()
);

create table retail.store (
    id bigint primary key default public.new_id(),
    retailer_id bigint not null references retail.retailer,
    code text not null, -- the retailer's own
    name text,
    sub_chain text,
    address text,
    city text,
    zip text,
    lat double precision, -- degrees, WGS 84
    lon double precision,
    kind smallint not null default 0, -- 1 shop, 2 online, 3 both, 0 not said
    currency text, -- ISO 4217
    time_zone text, -- IANA
    facts_at timestamptz not null default '-infinity', -- of the file that last changed a fact
    listed_by text, -- the source whose store list names it; null: only price files do
    closed_at timestamptz, -- of the complete list that no longer has it
    created_at timestamptz not null default now(),
    unique (retailer_id, code),
    check (kind between 0 and 3),
    check ((lat is null) = (lon is null)),
    check (lat between -90 and 90 and lon between -180 and 180)
);

create index store_place on retail.store (lat, lon) where lat is not null;

-- What a shopper knows as one product, whoever sells it. Its words are those of its
-- oldest item.
create table retail.product (
    id bigint primary key default public.new_id(),
    gtin bigint unique, -- 14-digit form
    retailer_id bigint references retail.retailer, -- the only one that sells it, when without GTIN
    merged_into bigint references retail.product, -- the same thing under another id: read that one
    name text not null, -- as given
    brand text,
    category text,
    name_fold text not null, -- folded by base/unicode.h, "" when not given
    brand_fold text not null,
    category_fold text not null,
    size_milli bigint, -- of one package, in thousandths of size_unit
    size_unit smallint, -- 1 g, 2 ml, 3 piece, 4 mm, 5 cm2: enum sc_size_unit
    pack_count integer not null, -- pieces in the package
    is_weighed boolean not null, -- sold and priced by the kilogram
    search_text text not null generated always as (rtrim(name_fold || ' ' || brand_fold)) stored,
    created_at timestamptz not null default now(),
    check ((gtin is null) <> (retailer_id is null)),
    check ((size_milli is null) = (size_unit is null) and size_milli > 0),
    check (size_unit between 1 and 5)
);

-- What one retailer sells under one code of its own.
create table retail.item (
    id bigint primary key default public.new_id(),
    retailer_id bigint not null references retail.retailer,
    code text not null,
    product_id bigint not null references retail.product,
    name text not null, -- this and the rest as the retailer gives them
    brand text,
    category text,
    size_milli bigint,
    size_unit smallint,
    pack_count integer not null,
    is_weighed boolean not null,
    image_url text,
    link text,
    facts_hash bigint not null, -- of all of the above: an import compares this
    facts_at timestamptz not null, -- of the file that last changed a fact
    unique (retailer_id, code),
    check ((size_milli is null) = (size_unit is null) and size_milli > 0),
    check (size_unit between 1 and 5)
);

create index item_product on retail.item (product_id);

-- What the shelf says now. No foreign keys: both ids come out of their tables in the statement that
-- writes the row, neither is ever deleted, and the check would be most of an import's cost.
create table retail.price (
    store_id bigint not null,
    item_id bigint not null,
    price_minor bigint not null, -- the special price where there is one; per kg if weighed
    regular_minor bigint, -- without the special
    low_30d_minor bigint, -- lowest of the last 30 days, as the retailer says
    deposit_minor bigint not null, -- on top of the price
    special_from timestamptz,
    special_to timestamptz,
    changed_at timestamptz not null, -- of the file that last changed the price
    row_hash bigint not null, -- of all that the file says of the price: an import compares this
    source text not null, -- whose word it is; its newest observation confirms it
    is_special boolean not null,
    is_outlier boolean not null default false, -- far from the median of all shops
    primary key (store_id, item_id)
);

create index price_item on retail.price (item_id);

-- What the shelf said before: a row is written when a price changes or goes.
create table retail.price_history (
    store_id bigint not null,
    item_id bigint not null,
    price_minor bigint not null,
    regular_minor bigint,
    deposit_minor bigint not null,
    from_at timestamptz not null,
    to_at timestamptz not null,
    is_special boolean not null,
    is_gone boolean not null -- at to_at it left the shelf; else another price came
) partition by range (to_at);

create index price_history_item on retail.price_history (store_id, item_id, to_at);

-- One file that was imported, whole or cut.
create table retail.feed_file (
    id bigint primary key default public.new_id(),
    content_hash bytea not null, -- of its bytes and of how they were read
    path text not null, -- as given, for people
    source text not null,
    kind text not null,
    retailer_id bigint references retail.retailer, -- null: a list of several retailers' stores
    store_id bigint references retail.store, -- null: each record names its own, or none
    observed_at timestamptz not null, -- when the retailer made it
    is_full boolean not null, -- claims to have everything
    is_complete boolean not null, -- read to its proper end
    is_judged boolean not null, -- its prices were looked over for outliers
    rows bigint not null, -- records in it, good and bad
    records bigint not null, -- good ones
    report jsonb not null, -- the counts, as `smartcart import --json` gives them
    imported_at timestamptz not null default now(),
    check (kind in ('stores', 'products', 'prices', 'deals'))
);

create index feed_file_content on retail.feed_file (content_hash);
create index feed_file_stream on retail.feed_file (
    coalesce(retailer_id, 0), coalesce(store_id, 0), source, kind, observed_at);
create index feed_file_unjudged on retail.feed_file (id) where not is_judged;

-- A complete file seen for a store: the age of what it did not change.
create table retail.observation (
    store_id bigint not null references retail.store,
    source text not null,
    kind text not null,
    observed_at timestamptz not null,
    file_id bigint not null references retail.feed_file,
    primary key (store_id, source, kind, observed_at)
);

-- Rows that could not be used: the first few of each reason.
create table retail.reject (
    file_id bigint not null references retail.feed_file,
    line bigint not null,
    reason text not null,
    words text not null
);

create index reject_file on retail.reject (file_id);

-- Makes the partition that holds `at`. Without a lock that readers or imports would wait for: the
-- table is made apart and attached.
create function retail.price_history_open(at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    month timestamp := date_trunc('month', at at time zone 'UTC');
    partition text := 'price_history_' || to_char(month, 'YYYYMM');
begin
    if to_regclass('retail.' || partition) is not null then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('retail.price_history', 0));
    if to_regclass('retail.' || partition) is not null then
        return false;
    end if;
    execute format('create table retail.%I (like retail.price_history)', partition);
    execute format('alter table retail.price_history attach partition retail.%I'
        ' for values from (%L) to (%L)', partition, month at time zone 'UTC',
        (month + interval '1 month') at time zone 'UTC');
    return true;
end
$$;

-- Drops the partitions that end at `before` or earlier; how many. It gives up soon where someone
-- reads, rather than have all that comes after wait.
create function retail.price_history_trim(before timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '1s'
as $$
declare
    partition text;
    dropped integer := 0;
begin
    for partition in
        select c.relname
        from pg_inherits h
        join pg_class c on c.oid = h.inhrelid
        where h.inhparent = 'retail.price_history'::regclass
            and to_date(right(c.relname, 6), 'YYYYMM')
                < date_trunc('month', before at time zone 'UTC')
    loop
        execute format('drop table retail.%I', partition);
        dropped := dropped + 1;
    end loop;
    return dropped;
end
$$;

-- Prices beside what they are for, with our own unit price: what feeds give as such is per 100 g
-- in one chain, per kilogram in the next. Per kg, litre, piece, metre or square metre; half rounded
-- up.
create view retail.shelf as
select p.store_id, p.item_id, i.product_id, i.retailer_id, i.code, i.name, i.is_weighed,
    p.price_minor, p.regular_minor, p.low_30d_minor, p.deposit_minor, p.is_special, p.special_from,
    p.special_to, p.is_outlier, p.changed_at, p.source,
    case when i.is_weighed then p.price_minor
        else (2 * p.price_minor * u.per_milli + i.size_milli) / (2 * i.size_milli)
        end as unit_price_minor,
    case when i.is_weighed then 'kg' else u.unit end as unit
from retail.price p
join retail.item i on i.id = p.item_id
left join (values
    (1, 'kg', 1000000),
    (2, 'l', 1000000),
    (3, 'piece', 1000),
    (4, 'm', 1000000),
    (5, 'm2', 10000000)) u (size_unit, unit, per_milli) on u.size_unit = i.size_unit;

-- What other services may read.
create view retail.pub_store as
select id, retailer_id, code, currency, time_zone
from retail.store;

revoke execute on function retail.price_history_open, retail.price_history_trim from public;
grant execute on function retail.price_history_open, retail.price_history_trim to retail;
