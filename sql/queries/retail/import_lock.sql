-- query: retail_import_lock
-- args: retailer_key text
-- row: locked boolean
-- route: catalogue
-- slow: 1h

-- One import of a retailer at a time; retail_judge_lock waits for all of them. Until the end of the
-- transaction, and with no limit on waiting but the statement's own.
select set_config('lock_timeout', '0', true) is not null
    and pg_advisory_xact_lock_shared(hashtextextended('smartcart import', 0)) is not null
    and pg_advisory_xact_lock(hashtextextended('smartcart import ' || $1, 0)) is not null as locked
