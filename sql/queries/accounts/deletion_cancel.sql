-- query: accounts_deletion_cancel
-- args:  id bigint
-- row:   id bigint
-- route: household
update accounts.person set delete_after = null where id = $1 and delete_after is not null
returning id
