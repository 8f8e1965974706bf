-- loader: retail_imports_latest
-- key:    none
-- row:    id bigint, path text, source text, kind text, retailer_id bigint?, store_id bigint?,
--    observed_at timestamptz, imported_at timestamptz, is_full boolean, is_complete boolean,
--    rows bigint, records bigint
-- route:  catalogue
-- uses:   feed_file_pkey

-- The files imported last, the newest first.
select id, path, source, kind, retailer_id, store_id, observed_at, imported_at,
    is_full, is_complete, rows, records
from retail.feed_file
order by id desc
limit 100
