-- query: store_migration_lock
-- args:  key bigint
-- row:   is_ours boolean
-- route: every
select pg_try_advisory_lock($1) as is_ours
