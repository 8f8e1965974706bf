-- loader: lists_share_of_list
-- key:    list_id bigint
-- args:   viewer bigint[]
-- row:    list_id bigint, id bigint, level smallint, made_at timestamptz, expires_at timestamptz
-- route:  household
-- page:   id
select k.list_id, s.id, s.level, s.made_at, s.expires_at
from unnest($2::bigint[]) k (list_id)
cross join lateral (
    select t.id, t.level, t.made_at, t.expires_at
    from lists.share t
    where t.list_id = k.list_id and t.id > $3 and t.revoked_at is null and t.expires_at > now()
        and exists (
            select from lists.list_right r
            where r.list_id = k.list_id and r.principal = any($1) and r.level = 2)
    order by t.id
    limit $4::integer) s
order by s.id
