-- query: accounts_key_list
-- args:  count integer
-- row:   id integer, public bytea, sealed bytea
-- route: every

-- Those that sign or signed, the newest first.
select id, public, sealed from accounts.signing_key order by id desc limit $1::integer
