-- loader: lists_share_by_id
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    id bigint, list_id bigint, level smallint, made_at timestamptz, expires_at timestamptz
-- route:  household
select s.id, s.list_id, s.level, s.made_at, s.expires_at
from lists.share s
where s.id = any($2) and s.revoked_at is null and s.expires_at > now() and exists (
        select from lists.list_right r
        where r.list_id = s.list_id and r.principal = any($1) and r.level = 2)
