-- query: accounts_claims_end
-- args:  person_id bigint
-- route: household

-- Links that were sent before the password or the address changed open nothing any more.
update accounts.claim set used_at = now() where person_id = $1 and used_at is null
