-- query: store_once_keep
-- args:  principal bigint, key text, call text, asked bytea, answer bytea
-- route: every

-- Waits for another that keeps the same key; changes nothing when that one did.
insert into public.once (principal, key, call, asked, answer) values ($1, $2, $3, $4, $5)
on conflict do nothing
