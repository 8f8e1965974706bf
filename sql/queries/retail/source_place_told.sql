-- query: retail_source_place_told
-- args:  source_id bigint, place text, status integer?, error text?, is_taken boolean, etag text?,
--        modified text?, content_hash bytea?, is_changed boolean
-- route: catalogue

-- What came of asking. Marks and hash are those of content that was taken in: what failed is got
-- again.
update retail.source_place
set asked_at = clock_timestamp(),
    status = $3,
    error = $4,
    etag = case when $5 then $6 else etag end,
    modified = case when $5 then $7 else modified end,
    content_hash = case when $5 then $8 else content_hash end,
    changed_at = case when $9 then clock_timestamp() else changed_at end
where source_id = $1 and place = $2
