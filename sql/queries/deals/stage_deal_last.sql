-- query: deals_stage_deal_last
-- row: line bigint, source_id text
-- route: catalogue

-- Of deals with the same number in the same store the last stays; gives the others.
delete from stage_deal s
using stage_deal later
where later.source_id = s.source_id and later.store_code is not distinct from s.store_code
    and later.is_everywhere = s.is_everywhere and later.seq > s.seq
returning s.line, s.source_id
