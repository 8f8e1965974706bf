-- query: retail_match_stores
-- args:  words text[]
-- row:   word text, id bigint?
-- route: catalogue

-- The stores that people name by their id or by their retailer's code. Without id there is none.
select w.word, s.id
from unnest($1::text[]) w(word)
left join retail.store s on s.code = w.word or s.id::text = w.word
