-- query: lists_author_change
-- args:  from_id bigint, to_id bigint, at_most integer
-- row:   lists bigint
-- route: household

-- What the one did is the other's from now on, 0: nobody's; of so many lists. They are locked
-- before their items are, as by all who change them. Links and grants end where the other may not
-- manage the list, as in lists_rights_end.
with mine as (
    select a.list_id from lists.author a where a.person_id = $1 order by a.list_id limit $3::integer
),
held as materialized (
    select l.id, exists (
            select from accounts.pub_member m
            where m.household_id = l.household_id and m.person_id = $2
                and m.role in ('owner', 'adult')) as may_manage
    from lists.list l
    where l.id in (select m.list_id from mine m)
    order by l.id
    for update
),
made as (
    update lists.list l set made_by = $2 from held h where l.id = h.id and l.made_by = $1
),
items as (
    update lists.item i
    set added_by = case when i.added_by = $1 then $2 else i.added_by end,
        changed_by = case when i.changed_by = $1 then $2 else i.changed_by end
    from held h
    where i.list_id = h.id and $1 in (i.added_by, i.changed_by)
),
given as (
    update lists.grant g set given_by = $2
    from held h
    where g.list_id = h.id and g.given_by = $1 and h.may_manage
),
ended as (
    delete from lists.grant g
    using held h
    where g.list_id = h.id and g.given_by = $1 and not h.may_manage
),
shared as (
    update lists.share s
    set made_by = $2,
        revoked_at = case when h.may_manage then s.revoked_at
            else coalesce(s.revoked_at, now()) end
    from held h
    where s.list_id = h.id and s.made_by = $1
),
gone as (
    delete from lists.author a using held h
    where a.list_id = h.id and a.person_id = $1
    returning a.list_id
),
noted as (
    insert into lists.author (person_id, list_id)
    select $2, g.list_id from gone g where $2 <> 0
    on conflict do nothing
)
select count(*) as lists from gone
