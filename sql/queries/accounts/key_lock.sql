-- query: accounts_key_lock
-- row:   is_first boolean
-- route: every

-- One at a time makes a key; the lock goes with the transaction.
select pg_advisory_xact_lock('accounts.signing_key'::regclass::bigint) is not null as is_first
