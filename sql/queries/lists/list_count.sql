-- query: lists_list_count
-- args:  id bigint, count bigint
-- route: household
update lists.list set seq = $2, item_count = $2::integer, row_count = $2::integer where id = $1
