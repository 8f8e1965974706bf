-- query: store_horizon
-- row:   oldest_us bigint, transactions bigint
-- route: every

-- What keeps vacuum from cleaning up: snapshots, of sessions and of replicas that tell of theirs
-- (both are sessions here), slots, and prepared transactions. Of sessions of other users only
-- who has pg_read_all_stats sees anything.
with pins as (
    select xact_start as since, backend_xmin as xmin from pg_stat_activity
    where backend_xmin is not null and pid <> pg_backend_pid()
    union all
    select null, unnest(array[xmin, catalog_xmin]) from pg_replication_slots
    union all
    select prepared, transaction from pg_prepared_xacts
)
select
    coalesce(extract(epoch from clock_timestamp() - min(since)) * 1000000, 0)::bigint as oldest_us,
    coalesce(max(age(xmin)), 0)::bigint as transactions
from pins
