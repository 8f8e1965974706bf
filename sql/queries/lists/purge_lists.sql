-- query: lists_purge_lists
-- args:  days integer, at_most integer
-- route: household
delete from lists.list l
using (
    select t.id
    from lists.list t
    where t.deleted_at < now() - make_interval(days => $1)
    order by t.deleted_at
    limit $2::integer) k
where l.id = k.id
