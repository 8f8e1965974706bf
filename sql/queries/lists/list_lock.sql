-- query: lists_list_lock
-- args:  viewer bigint[], ids bigint[]
-- row:   id bigint, household_id bigint, level smallint, name text, name_stamp text?,
--        is_archived boolean, archived_stamp text?, seq bigint, own_seq bigint,
--        item_count integer, row_count integer, plan text, items_max integer, links_max integer
-- route: household

-- In the order of ids, so that two who lock several lists do not wait for each other.
select l.id, l.household_id, r.level, l.name, l.name_stamp, l.is_archived, l.archived_stamp, l.seq,
    l.own_seq, l.item_count, l.row_count, b.plan, b.items_max, b.links_max
from lists.list l
join accounts.pub_limit b on b.household_id = l.household_id
cross join lateral (
    select max(t.level) as level
    from lists.list_right t
    where t.list_id = l.id and t.principal = any($1)) r
where l.id = any($2) and r.level is not null
order by l.id
for update of l
