-- query: store_once_find
-- args:  principal bigint, key text, call text
-- row:   asked bytea, answer bytea
-- route: every
select asked, answer from public.once where principal = $1 and key = $2 and call = $3
