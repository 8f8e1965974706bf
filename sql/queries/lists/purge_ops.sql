-- query: lists_purge_ops
-- args:  days integer, at_most integer
-- route: household
delete from lists.op o
using (
    select t.list_id, t.id
    from lists.op t
    where t.at < now() - make_interval(days => $1)
    order by t.at
    limit $2::integer) k
where o.list_id = k.list_id and o.id = k.id
