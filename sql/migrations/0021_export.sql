-- All that is kept of a person, as they asked for it: JSON in parts, for a week.
create table accounts.export (
    person_id bigint primary key references accounts.person on delete cascade,
    asked_at timestamptz not null default now(),
    ready_at timestamptz, -- null: a job is at it
    expires_at timestamptz
);

create index export_expires on accounts.export (expires_at) where expires_at is not null;

create table accounts.export_part (
    person_id bigint not null references accounts.export on delete cascade,
    part integer not null,
    json text not null,
    primary key (person_id, part)
);

-- What lists knows of a person: each list that they may see, with its items by the hundred,
-- deleted ones as long as they are kept; and ways through stores.
-- Ids are texts: they are greater than the numbers that JavaScript keeps exactly.
create view lists.pub_export as
with seen as (
    select r.principal as person_id, r.list_id, max(r.level) as level
    from lists.list_right r
    group by r.principal, r.list_id
)
select s.person_id, s.list_id, coalesce(i.chunk, 0) as chunk,
    json_build_object('list', json_build_object('id', l.id::text,
        'household_id', l.household_id::text, 'name', l.name, 'is_archived', l.is_archived,
        'may', (array['read', 'edit', 'manage'])[s.level + 1],
        'made_by_me', l.made_by = s.person_id, 'made_at', l.made_at,
        'grants_by_me', coalesce((
            select json_agg(json_build_object('to', g.principal::text,
                'may', (array['read', 'edit'])[g.level + 1], 'given_at', g.given_at)
                order by g.given_at, g.principal)
            from lists.grant g
            where g.list_id = l.id and g.given_by = s.person_id), '[]'),
        'granted_to_me', (
            select json_build_object('may', (array['read', 'edit'])[g.level + 1],
                'given_at', g.given_at)
            from lists.grant g
            where g.list_id = l.id and g.principal = s.person_id),
        'links_by_me', coalesce((
            select json_agg(json_build_object('may', (array['read', 'edit'])[h.level + 1],
                'made_at', h.made_at, 'expires_at', h.expires_at, 'revoked_at', h.revoked_at)
                order by h.id)
            from lists.share h
            where h.list_id = l.id and h.made_by = s.person_id), '[]')),
        'items', coalesce(i.items, '[]')) as json
from seen s
join lists.list l on l.id = s.list_id
left join lateral (
    select n.chunk,
        json_agg(json_build_object('id', n.id, 'name', n.name, 'quantity_milli', n.quantity_milli,
            'unit', n.unit, 'note', n.note, 'photo', n.photo, 'category', n.category,
            'product_id', n.product_id::text, 'position', n.position, 'is_ticked', n.is_ticked,
            'is_deleted', n.is_deleted, 'added_by_me', n.added_by = s.person_id,
            'added_at', n.added_at, 'changed_by_me', n.changed_by = s.person_id,
            'changed_at', n.changed_at) order by n.position, n.id) as items
    from (
        select t.*, (row_number() over (order by t.position, t.id) - 1) / 100 as chunk
        from lists.item t
        where t.list_id = s.list_id) n
    group by n.chunk) i on true
union all
select m.person_id, null, null,
    json_build_object('aisle_order', json_build_object('household_id', a.household_id::text,
        'store_id', a.store_id::text, 'categories', a.categories))
from accounts.pub_member m
join lists.aisle_order a on a.household_id = m.household_id
where m.role <> 'guest';

grant usage on schema lists to accounts;
grant select on lists.pub_export to accounts;
