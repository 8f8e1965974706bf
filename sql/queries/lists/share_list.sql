-- query: lists_share_list
-- args:  id bigint
-- row:   list_id bigint
-- route: household
select s.list_id from lists.share s where s.id = $1
