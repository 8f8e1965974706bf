-- query: retail_word_near
-- args:  words text[]
-- row:   place integer, id integer, word text, n integer
-- route: catalogue

-- Words that share three letters at the beginning with one of the given, and its first two letters
-- alone, for abbreviations and endings. Which are alike is domain/match_words' to say.
select q.place::integer as place, w.id, w.word, w.n
from unnest($1::text[]) with ordinality q(word, place)
cross join lateral (
    (
        select id, word, n from retail.word
        where word >= left(q.word, 3) and word < left(q.word, 3) || chr(1114111) and n > 0
        order by n desc, id
        limit 500
    )
    union all
    select id, word, n from retail.word
    where word = left(q.word, 2) and word < left(q.word, 3) and n > 0
) w
