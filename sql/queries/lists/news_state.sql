-- loader: lists_news_state
-- key:    list_id bigint
-- args:   viewer bigint[]
-- row:    list_id bigint, seq bigint, purged_seq bigint, name text, is_archived boolean,
--         readers bigint[]
-- route:  household

-- Asked for many viewers at once: readers are those of them that may see the list, in order.
select l.id as list_id, l.seq, l.purged_seq, l.name, l.is_archived, r.readers
from lists.list l
cross join lateral (
    select array_agg(distinct t.principal order by t.principal) as readers
    from lists.list_right t
    where t.list_id = l.id and t.principal = any($1)) r
where l.id = any($2) and r.readers is not null
