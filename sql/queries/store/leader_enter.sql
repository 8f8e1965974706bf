-- query: store_leader_enter
-- args:  who text, silence_ms bigint
-- row:   epoch bigint
-- route: every

-- The server ends a session that is silent for long, in a transaction or not, and with it the lock:
-- one that is frozen, or cut off, holds it no longer than that.
update jobs.leader
set epoch = epoch + 1, who = $1, since = clock_timestamp()
where set_config('idle_session_timeout', $2::bigint::text, false) is not null
    and set_config('idle_in_transaction_session_timeout', $2::bigint::text, false) is not null
returning epoch
