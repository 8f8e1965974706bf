-- query: retail_file_add
-- args: content_hash bytea, path text, source text, kind text, retailer_id bigint?,
--    store_id bigint?, observed_at timestamptz, is_full boolean, is_complete boolean,
--    is_judged boolean, rows bigint, records bigint, report text
-- row: id bigint
-- route: catalogue
insert into retail.feed_file (content_hash, path, source, kind, retailer_id, store_id,
    observed_at, is_full, is_complete, is_judged, rows, records,
    report)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text::jsonb)
returning id
