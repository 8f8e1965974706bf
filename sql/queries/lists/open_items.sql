-- query: lists_open_items
-- args:  list_id bigint, most integer
-- row:   id text, name text, quantity_milli bigint, unit text?, product_id bigint?
-- route: household
-- uses:  item_position

-- What is still to be bought, in its order; whose right to it was asked for before.
select i.id, i.name, i.quantity_milli, i.unit, i.product_id
from lists.item i
where i.list_id = $1 and not i.is_deleted and not i.is_ticked
order by i.position, i.id
limit $2::integer
