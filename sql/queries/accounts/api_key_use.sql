-- query: accounts_api_key_use
-- args:  hash bytea
-- row:   id bigint, person_id bigint, may_write boolean, plan smallint, is_partner boolean
-- route: household

-- Says at most once a minute that it was used: reading stays reading.
with used as (
    update accounts.api_key set used_at = now()
    where hash = $1 and (used_at is null or used_at < now() - interval '1 minute')
)
select k.id, k.person_id, k.may_write, l.place as plan, k.plan is not null as is_partner
from accounts.api_key k
join accounts.person p on p.id = k.person_id
join accounts.plan l on l.name = coalesce(k.plan, p.plan)
where k.hash = $1
