-- query: retail_source_host_take
-- args:  host text
-- row:   is_ours boolean, wait_us bigint
-- route: catalogue

-- Until the end of the transaction; and how long it still pauses.
select pg_try_advisory_xact_lock(hashtextextended('smartcart host ' || $1, 0)) as is_ours,
    greatest(0, coalesce((
        select extract(epoch from h.free_at - clock_timestamp()) * 1000000
        from retail.source_host h
        where h.host = $1), 0))::bigint as wait_us
