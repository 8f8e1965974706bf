-- query: store_node_inserted
-- row:   lsn bigint?
-- route: every
select
    case
        when not pg_is_in_recovery() then (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint
    end as lsn
