-- query: store_migration_unlock
-- args:  key bigint
-- row:   was_ours boolean
-- route: every
select pg_advisory_unlock($1) as was_ours
