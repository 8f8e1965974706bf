-- query: lists_list_put
-- args:  ids bigint[], names text[], name_stamps text[], archived boolean[],
--        archived_stamps text[], seqs bigint[], own_seqs bigint[], item_counts integer[],
--        row_counts integer[]
-- route: household
update lists.list l
set name = k.name, name_stamp = k.name_stamp, is_archived = k.is_archived,
    archived_stamp = k.archived_stamp, seq = k.seq, own_seq = k.own_seq,
    item_count = k.item_count, row_count = k.row_count
from unnest($1::bigint[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::bigint[],
    $7::bigint[], $8::integer[], $9::integer[])
    k (id, name, name_stamp, is_archived, archived_stamp, seq, own_seq, item_count, row_count)
where l.id = k.id
