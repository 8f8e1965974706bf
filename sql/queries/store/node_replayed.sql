-- query: store_node_replayed
-- row:   lsn bigint?
-- route: every
select (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint as lsn
