-- query: retail_where_stores_like
-- args:  word text, most bigint
-- row:   retailer_key text, code text, name text?, city text?
-- route: catalogue

-- The stores whose key, name or city comes nearest to a word that names none.
select r.key as retailer_key, s.code, s.name, s.city
from retail.store s
join retail.retailer r on r.id = s.retailer_id
order by public.similarity(r.key || '/' || s.code, $1)
    + public.similarity(concat_ws(' ', r.name, s.name, s.city), $1) desc, s.id
limit $2
