-- query: kept_item_tick
-- args:  id bigint, is_ticked boolean
-- row:   id bigint, quantity integer, is_ticked boolean
-- route: catalogue
update bench.item set is_ticked = $2 where id = $1 returning id, quantity, is_ticked
