-- query: accounts_session_revoke
-- args:  id bigint
-- route: household

-- Its refresh token was used twice: whoever has it, and its owner, sign in anew.
update accounts.session set revoked_at = coalesce(revoked_at, now()) where id = $1
