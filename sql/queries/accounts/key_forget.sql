-- query: accounts_key_forget
-- route: every

-- Those whose last token is over: an hour after the next one came is far beyond.
delete from accounts.signing_key k
where exists (
    select from accounts.signing_key n
    where n.id > k.id and n.made_at < now() - interval '1 hour')
