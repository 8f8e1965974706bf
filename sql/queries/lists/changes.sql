-- loader: lists_changes
-- key:    list_id bigint
-- args:   viewer bigint[], after bigint
-- row:    list_id bigint, since bigint, seq bigint, must_resync boolean
-- route:  household
select l.id as list_id, $3 as since, l.seq,
    $3 > l.seq or $3 < 0 or ($3 > 0 and $3 < l.purged_seq) as must_resync
from lists.list l
where l.id = any($2) and exists (
    select from lists.list_right r where r.list_id = l.id and r.principal = any($1))
