-- query: retail_word_slip
-- args:  words text[]
-- row:   as retail_word_near
-- route: catalogue
-- uses:  word_trigrams

-- Words that share many trigrams with one of the given, for those misspelt at the beginning.
select q.place::integer as place, w.id, w.word, w.n
from unnest($1::text[]) with ordinality q(word, place)
cross join lateral (
    select id, word, n from retail.word
    where word % q.word and n > 0
    order by similarity(word, q.word) desc, id
    limit 100
) w
