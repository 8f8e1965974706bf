-- query: lists_grant_end
-- args:  list_id bigint, principal bigint
-- route: household
delete from lists.grant where list_id = $1 and principal = $2
