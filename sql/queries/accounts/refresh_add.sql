-- query: accounts_refresh_add
-- args:  hash bytea, session_id bigint
-- route: household

-- Issued after the use that it is the answer to, which has the time at which the transaction began.
insert into accounts.refresh (hash, session_id, issued_at) values ($1, $2, clock_timestamp())
