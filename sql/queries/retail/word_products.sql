-- query: retail_word_products
-- args:  ids integer[], most bigint
-- row:   id integer, products bigint[]
-- route: catalogue
-- uses:  product_word_pkey

-- The products that have each of the given words; at most so many entries of all of them.
select w.word_id as id, array_agg(w.product_id) as products
from (
    select pw.word_id, pw.product_id
    from retail.product_word pw
    where pw.word_id = any($1)
    limit $2
) w
group by w.word_id
