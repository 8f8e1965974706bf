-- query: accounts_epoch_next
-- args:  id bigint
-- row:   epoch integer
-- route: household
update accounts.person set epoch = epoch + 1 where id = $1 returning epoch
