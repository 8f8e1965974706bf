-- query: accounts_claim_add
-- args:  hash bytea, kind text, email text, email_fold text, person_id bigint?,
--    password_hash text?, name text?, country text?, locale text?, hours integer
-- route: household
insert into accounts.claim
    (hash, kind, email, email_fold, person_id, password_hash, name, country, locale, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10::integer * interval '1 hour')
