-- query: lists_bring_grants
-- args:  payload text
-- row:   from_id bigint, person_id bigint
-- route: household

-- What the one was granted is granted to the other.
with job as (
    select (j ->> 'from_person_id')::bigint as from_id, (j ->> 'person_id')::bigint as person_id
    from cast($1::text as json) j
),
gone as (
    delete from lists.grant g
    using job j
    where g.principal = j.from_id and j.person_id <> j.from_id
    returning g.list_id, j.person_id, g.level, g.given_by, g.given_at
),
given as (
    insert into lists.grant as g (list_id, principal, level, given_by, given_at)
    select o.list_id, o.person_id, o.level, o.given_by, o.given_at from gone o
    on conflict (list_id, principal) do update set level = greatest(g.level, excluded.level)
)
select from_id, person_id from job
