-- query: lists_purge_items
-- args:  days integer, at_most integer
-- route: household

-- Of lists that nobody is changing now; the others come next time.
with gone as (
    select i.list_id, i.id, i.seq
    from lists.item i
    join lists.list l on l.id = i.list_id
    where i.is_deleted and i.changed_at < now() - make_interval(days => $1)
    order by i.changed_at
    limit $2::integer
    for update of l skip locked
), dropped as (
    delete from lists.item i
    using gone g
    where i.list_id = g.list_id and i.id = g.id
    returning i.list_id, i.seq
)
update lists.list l
set purged_seq = greatest(l.purged_seq, d.seq), row_count = l.row_count - d.count
from (
    select t.list_id, max(t.seq) as seq, count(*)::integer as count
    from dropped t
    group by t.list_id) d
where l.id = d.list_id
