-- query: accounts_sessions_end
-- args:  person_id bigint
-- route: household
update accounts.session set revoked_at = now() where person_id = $1 and revoked_at is null
