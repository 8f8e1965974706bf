-- query: accounts_claim_find
-- args:  hash bytea, kind text
-- row:   password_hash text?
-- route: household

-- One that is open, without using it: with the password that was chosen with it, or else the
-- account's.
select coalesce(c.password_hash, p.password_hash) as password_hash
from accounts.claim c
left join accounts.person p on p.id = c.person_id
where c.hash = $1 and c.kind = $2 and c.used_at is null and c.expires_at > now()
