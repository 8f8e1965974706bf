-- query: lists_item_copy
-- args:  from_id bigint, to_id bigint, by bigint, stamp text
-- route: household

-- As they are, with nothing ticked; each field since now.
insert into lists.item (list_id, id, seq, name, typed_milli, stepped_milli, quantity_milli, unit,
    note, photo, category, product_id, position, is_ticked, is_deleted, stamps, added_by,
    changed_by)
select $2, gen_random_uuid()::text, row_number() over (order by i.position, i.id), i.name,
    i.quantity_milli, 0, i.quantity_milli, i.unit, i.note, i.photo, i.category, i.product_id,
    i.position, false, false, array_fill($4::text, array[10]), $3, $3
from lists.item i
where i.list_id = $1 and not i.is_deleted
