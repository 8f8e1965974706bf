-- query: store_node_stand
-- row:   lsn bigint?, timeline integer?
-- route: every

-- How far a replica has replayed; of a primary, its timeline.
select
    case when n.is_replica then (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint end as lsn,
    case
        when not n.is_replica then
            ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::integer
    end as timeline
from (select pg_is_in_recovery() as is_replica) n
