-- query: accounts_claim_use
-- args:  hash bytea, kind text
-- row:   email text, email_fold text, person_id bigint?, password_hash text?, name text?,
--    country text?, locale text?
-- route: household
update accounts.claim set used_at = now()
where hash = $1 and kind = $2 and used_at is null and expires_at > now()
returning email, email_fold, person_id, password_hash, name, country, locale
