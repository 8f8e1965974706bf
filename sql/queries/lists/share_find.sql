-- query: lists_share_find
-- args:  token_hash bytea
-- row:   id bigint, list_id bigint
-- route: household
select s.id, s.list_id
from lists.share s
where s.token_hash = $1 and s.revoked_at is null and s.expires_at > now()
