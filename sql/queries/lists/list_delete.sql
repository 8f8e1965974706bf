-- query: lists_list_delete
-- args:  id bigint
-- route: household
update lists.list set deleted_at = now() where id = $1
