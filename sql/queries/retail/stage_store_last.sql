-- query: retail_stage_store_last
-- row: line bigint, code text
-- route: catalogue

-- Of stores named twice the last stays; gives the others.
delete from stage_store s
using stage_store later
where later.retailer_key = s.retailer_key and later.code = s.code and later.seq > s.seq
returning s.line, s.code
