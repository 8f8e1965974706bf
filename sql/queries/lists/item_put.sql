-- query: lists_item_put
-- args:  by bigint, list_ids bigint[], ids text[], seqs bigint[], names text[], typed bigint[],
--        stepped bigint[], quantities bigint[], units text[], notes text[], photos text[],
--        categories text[], product_ids bigint[], positions text[], ticked boolean[],
--        deleted boolean[], stamps text[]
-- route: household
with noted as (
    insert into lists.author (person_id, list_id)
    select distinct $1::bigint, a.list_id from unnest($2::bigint[]) a (list_id)
    on conflict do nothing
)
insert into lists.item as i (list_id, id, seq, name, typed_milli, stepped_milli, quantity_milli,
    unit, note, photo, category, product_id, position, is_ticked, is_deleted, stamps, added_by,
    changed_by)
select k.list_id, k.id, k.seq, k.name, k.typed_milli, k.stepped_milli, k.quantity_milli, k.unit,
    k.note, k.photo, k.category, k.product_id, k.position, k.is_ticked, k.is_deleted,
    string_to_array(k.stamps, ','), $1, $1
from unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[],
    $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[], $14::text[],
    $15::boolean[], $16::boolean[], $17::text[])
    k (list_id, id, seq, name, typed_milli, stepped_milli, quantity_milli, unit, note, photo,
        category, product_id, position, is_ticked, is_deleted, stamps)
on conflict (list_id, id) do update
set seq = excluded.seq, name = excluded.name, typed_milli = excluded.typed_milli,
    stepped_milli = excluded.stepped_milli, quantity_milli = excluded.quantity_milli,
    unit = excluded.unit, note = excluded.note, photo = excluded.photo,
    category = excluded.category, product_id = excluded.product_id,
    position = excluded.position, is_ticked = excluded.is_ticked,
    is_deleted = excluded.is_deleted, stamps = excluded.stamps,
    changed_by = excluded.changed_by, changed_at = now()
