-- query: lists_item_find
-- args:  list_ids bigint[], ids text[]
-- row:   list_id bigint, id text, name text, unit text?, note text?, photo text?, category text?,
--        product_id bigint?, position text, is_ticked boolean, is_deleted boolean,
--        typed_milli bigint, stepped_milli bigint, stamps text[]
-- route: household
select i.list_id, i.id, i.name, i.unit, i.note, i.photo, i.category, i.product_id, i.position,
    i.is_ticked, i.is_deleted, i.typed_milli, i.stepped_milli, i.stamps
from unnest($1::bigint[], $2::text[]) k (list_id, id)
join lists.item i on i.list_id = k.list_id and i.id = k.id
