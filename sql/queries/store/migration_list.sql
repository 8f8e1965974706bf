-- query: store_migration_list
-- row:   number integer, name text, checksum bigint
-- route: every
select number, name, checksum from public.smartcart_migration order by number
