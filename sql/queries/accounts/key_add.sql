-- query: accounts_key_add
-- args:  id integer, public bytea, sealed bytea
-- route: every
insert into accounts.signing_key (id, public, sealed) values ($1, $2, $3)
