-- query: retail_word_products_in
-- args:  ids integer[], most bigint, stores bigint[]
-- row:   as retail_word_products
-- route: catalogue
-- uses:  product_word_pkey

-- The same, of what one of the given stores has on its shelf.
select w.word_id as id, array_agg(w.product_id) as products
from (
    select pw.word_id, pw.product_id
    from retail.product_word pw
    where pw.word_id = any($1) and exists (
        select from retail.item i
        join retail.price r on r.item_id = i.id
        where i.product_id = pw.product_id and r.store_id = any($3)
    )
    limit $2
) w
group by w.word_id
