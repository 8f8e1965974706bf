-- query: accounts_session_add
-- args:  person_id bigint, days integer, address text?, network text?, agent text?
-- row:   id bigint, epoch integer, plan smallint, has_account boolean
-- route: household
with made as (
    insert into accounts.session (person_id, epoch, expires_at, address, network, agent)
    select p.id, p.epoch, now() + $2::integer * interval '1 day', $3, $4,
        left($5, 200)
    from accounts.person p
    where p.id = $1
    returning id, person_id, epoch
)
select m.id, m.epoch, l.place as plan, p.email is not null as has_account
from made m
join accounts.person p on p.id = m.person_id
join accounts.plan l on l.name = p.plan
