-- query: accounts_refresh_add
-- args:  hash bytea, session_id bigint
-- route: household
insert into accounts.refresh (hash, session_id) values ($1, $2)
