-- query: accounts_password_set
-- args:  id bigint, password_hash text
-- route: household
update accounts.person set password_hash = $2 where id = $1
