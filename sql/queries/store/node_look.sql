-- query: store_node_look
-- row:   is_replica boolean, lsn bigint?, timeline integer?
-- route: every

-- Of a replica the timeline that it is sent, which roles see that are in pg_read_all_stats.
select
    pg_is_in_recovery() as is_replica,
    (
        case
            when pg_is_in_recovery() then pg_last_wal_replay_lsn()
            else pg_current_wal_insert_lsn()
        end - '0/0'::pg_lsn
    )::bigint as lsn,
    case
        when pg_is_in_recovery() then (select received_tli from pg_stat_wal_receiver)
        else ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::integer
    end as timeline
