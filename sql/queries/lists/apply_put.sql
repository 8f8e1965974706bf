-- query: lists_apply_put
-- args:  by bigint, ids bigint[], was_seqs bigint[], was_purged_seqs bigint[], changed boolean[],
--        list_names text[], name_stamps text[], archived boolean[], archived_stamps text[],
--        list_seqs bigint[], own_seqs bigint[], items_more integer[], rows_more integer[],
--        item_lists bigint[], item_ids text[], seqs bigint[], names text[], typed bigint[],
--        stepped bigint[], quantities bigint[], units text[], notes text[], photos text[],
--        categories text[], product_ids bigint[], positions text[], ticked boolean[],
--        deleted boolean[], stamps text[],
--        op_lists bigint[], op_ids text[], op_codes text[], op_stamps text[]
-- row:   is_put boolean
-- route: household

-- All of a batch, or nothing: when a list is another than it was found.
with held as materialized (
    select l.id, l.seq, l.purged_seq
    from lists.list l
    where l.id = any($2) and l.deleted_at is null
    order by l.id
    for update
), same as materialized (
    select count(*) = cardinality($2::bigint[]) as is_put
    from held h
    join unnest($2::bigint[], $3::bigint[], $4::bigint[]) k (id, seq, purged_seq) on k.id = h.id
    where k.seq = h.seq and k.purged_seq = h.purged_seq
), put_lists as (
    update lists.list l
    set name = k.name, name_stamp = k.name_stamp, is_archived = k.is_archived,
        archived_stamp = k.archived_stamp, seq = k.seq, own_seq = k.own_seq,
        item_count = l.item_count + k.items_more, row_count = l.row_count + k.rows_more
    from unnest($2::bigint[], $5::boolean[], $6::text[], $7::text[], $8::boolean[], $9::text[],
        $10::bigint[], $11::bigint[], $12::integer[], $13::integer[])
        k (id, is_changed, name, name_stamp, is_archived, archived_stamp, seq, own_seq, items_more,
            rows_more)
    where l.id = k.id and k.is_changed and (select s.is_put from same s)
), put_items as (
    insert into lists.item as i (list_id, id, seq, name, typed_milli, stepped_milli,
        quantity_milli, unit, note, photo, category, product_id, position, is_ticked, is_deleted,
        stamps, added_by, changed_by)
    select k.list_id, k.id, k.seq, k.name, k.typed_milli, k.stepped_milli, k.quantity_milli,
        k.unit, k.note, k.photo, k.category, k.product_id, k.position, k.is_ticked, k.is_deleted,
        string_to_array(k.stamps, ','), $1, $1
    from unnest($14::bigint[], $15::text[], $16::bigint[], $17::text[], $18::bigint[],
        $19::bigint[], $20::bigint[], $21::text[], $22::text[], $23::text[], $24::text[],
        $25::bigint[], $26::text[], $27::boolean[], $28::boolean[], $29::text[])
        k (list_id, id, seq, name, typed_milli, stepped_milli, quantity_milli, unit, note, photo,
            category, product_id, position, is_ticked, is_deleted, stamps)
    where (select s.is_put from same s)
    on conflict (list_id, id) do update
    set seq = excluded.seq, name = excluded.name, typed_milli = excluded.typed_milli,
        stepped_milli = excluded.stepped_milli, quantity_milli = excluded.quantity_milli,
        unit = excluded.unit, note = excluded.note, photo = excluded.photo,
        category = excluded.category, product_id = excluded.product_id,
        position = excluded.position, is_ticked = excluded.is_ticked,
        is_deleted = excluded.is_deleted, stamps = excluded.stamps,
        changed_by = excluded.changed_by, changed_at = now()
), noted as (
    insert into lists.author (person_id, list_id)
    select distinct $1::bigint, a.list_id
    from unnest($14::bigint[]) a (list_id)
    where (select s.is_put from same s)
    on conflict do nothing
), put_ops as (
    insert into lists.op (list_id, id, code, stamp)
    select k.list_id, k.id, k.code, k.stamp
    from unnest($30::bigint[], $31::text[], $32::text[], $33::text[]) k (list_id, id, code, stamp)
    where (select s.is_put from same s)
    on conflict do nothing
)
select s.is_put from same s
