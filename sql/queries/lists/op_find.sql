-- query: lists_op_find
-- args:  list_ids bigint[], ids text[]
-- row:   list_id bigint, id text, code text, stamp text
-- route: household
select o.list_id, o.id, o.code, o.stamp
from unnest($1::bigint[], $2::text[]) k (list_id, id)
join lists.op o on o.list_id = k.list_id and o.id = k.id
