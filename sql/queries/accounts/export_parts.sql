-- loader: accounts_export_parts
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    id bigint, part integer, json text
-- route:  household
-- page:   part
select k.id, p.part, p.json
from unnest($2::bigint[]) k (id)
cross join lateral (
    select t.part, t.json
    from accounts.export e
    join accounts.export_part t on t.person_id = e.person_id
    where e.person_id = k.id and e.person_id = any($1) and e.expires_at > now() and t.part > $3
    order by t.part
    limit $4::integer) p
order by p.part
