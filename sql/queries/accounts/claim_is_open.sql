-- query: accounts_claim_is_open
-- args:  hash bytea, kind text
-- row:   is_open boolean
-- route: household
select exists (
    select from accounts.claim
    where hash = $1 and kind = $2 and used_at is null and expires_at > now()) as is_open
