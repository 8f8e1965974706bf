-- query: lists_share_revoke
-- args:  id bigint
-- route: household
update lists.share set revoked_at = now() where id = $1 and revoked_at is null
