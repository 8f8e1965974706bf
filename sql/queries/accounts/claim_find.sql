-- query: accounts_claim_find
-- args:  hash bytea, kind text
-- row:   password_hash text?
-- route: household

-- One that is open, without using it.
select password_hash from accounts.claim
where hash = $1 and kind = $2 and used_at is null and expires_at > now()
