-- query: retail_stage_price_one_voice
-- route: catalogue
-- slow: 1h

-- In a file of several stores the last row of a code says what it is.
update stage_price s
set has_facts = false
from stage_price later
where later.is_again and later.has_facts and s.has_facts and later.code = s.code
    and later.seq > s.seq
