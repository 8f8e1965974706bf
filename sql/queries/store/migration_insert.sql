-- query: store_migration_insert
-- args:  number integer, name text, checksum bigint
-- route: every
insert into public.smartcart_migration (number, name, checksum) values ($1, $2, $3)
