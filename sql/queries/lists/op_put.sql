-- query: lists_op_put
-- args:  list_ids bigint[], ids text[], codes text[], stamps text[]
-- route: household
insert into lists.op (list_id, id, code, stamp)
select k.list_id, k.id, k.code, k.stamp
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) k (list_id, id, code, stamp)
