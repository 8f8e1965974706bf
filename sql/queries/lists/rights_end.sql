-- query: lists_rights_end
-- args:  payload text
-- row:   id bigint
-- route: household

-- Of the household's lists: links and grants by who may not manage them, grants to who is no
-- member. Whose links and grants have ended.
with job as (
    select l.id as list_id, p.person_id, m.role is null as is_out,
        coalesce(m.role, '') not in ('owner', 'adult') as may_not_manage
    from cast($1::text as json) j
    cross join lateral (
        select (j ->> 'person_id')::bigint as person_id,
            (j ->> 'household_id')::bigint as household_id) p
    join lists.list l on l.household_id = p.household_id
    left join accounts.pub_member m
        on m.household_id = p.household_id and m.person_id = p.person_id
),
links as (
    update lists.share s set revoked_at = now()
    from job j
    where s.list_id = j.list_id and s.made_by = j.person_id and j.may_not_manage
        and s.revoked_at is null
    returning s.list_id
),
grants as (
    delete from lists.grant g
    using job j
    where g.list_id = j.list_id
        and (g.given_by = j.person_id and j.may_not_manage
            or g.principal = j.person_id and j.is_out)
    returning g.list_id
)
select list_id as id from links
union
select list_id from grants
