-- query: store_migration_table
-- route: every
create table if not exists public.smartcart_migration (
    number integer primary key,
    name text not null,
    checksum bigint not null, -- of the file, as it was when applied
    applied_at timestamptz not null default now()
)
