-- query: store_horizon
-- row:   oldest_us bigint, transactions bigint
-- route: every

-- What keeps vacuum from cleaning up in this database: snapshots, of sessions and of replicas that
-- tell of theirs (sessions of no database), slots, and prepared transactions. Of sessions of other
-- users only who has pg_read_all_stats sees anything.
with pins as (
    select xact_start as since, backend_xmin as xmin from pg_stat_activity
    where backend_xmin is not null and pid <> pg_backend_pid()
        and (datname = current_database() or datname is null)
    union all
    select null, xmin from pg_replication_slots
    union all
    select prepared, transaction from pg_prepared_xacts where database = current_database()
)
select
    coalesce(extract(epoch from clock_timestamp() - min(since)) * 1000000, 0)::bigint as oldest_us,
    coalesce(max(age(xmin)), 0)::bigint as transactions
from pins
