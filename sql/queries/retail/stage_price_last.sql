-- query: retail_stage_price_last
-- row: line bigint, code text
-- route: catalogue
-- slow: 1h

-- Of rows with the same code and store the last stays; gives the others.
delete from stage_price s
using stage_price later
where later.is_repeat and later.store_code = s.store_code and later.code = s.code
    and later.seq > s.seq
returning s.line, s.code
