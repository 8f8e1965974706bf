-- query: accounts_session_end
-- args:  id bigint, person_id bigint
-- row:   id bigint
-- route: household
update accounts.session set revoked_at = coalesce(revoked_at, now())
where id = $1 and person_id = $2
returning id
