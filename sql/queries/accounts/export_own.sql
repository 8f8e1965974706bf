-- query: accounts_export_own
-- args:  person_id bigint
-- route: household

-- All that accounts keeps of a person, but secrets. Numbers of cards are sealed, and told apart.
insert into accounts.export_part (person_id, part, json)
select p.id, 1, json_build_object(
    'person', json_build_object('email', p.email, 'email_verified_at', p.email_verified_at,
        'name', p.name, 'country', p.country, 'locale', p.locale, 'plan', p.plan,
        'created_at', p.created_at, 'delete_after', p.delete_after),
    'households', coalesce((
        select json_agg(json_build_object('id', h.id::text, 'name', h.name, 'country', h.country,
            'role', m.role, 'joined_at', m.joined_at,
            'stores', coalesce((
                select json_agg(json_build_object('id', s.store_id::text,
                    'is_favourite', s.is_favourite) order by s.place)
                from accounts.household_store s
                where s.household_id = h.id and m.role <> 'guest'), '[]'),
            'cards', coalesce((
                select json_agg(json_build_object('retailer_id', c.retailer_id::text,
                    'label', c.label, 'has_number', c.sealed is not null,
                    'added_at', c.added_at) order by c.id)
                from accounts.household_card c
                where c.household_id = h.id and m.role <> 'guest'), '[]'),
            'coupons', coalesce((
                select json_agg(json_build_object('code', c.code,
                    'retailer_id', c.retailer_id::text, 'until', c.until, 'used_at', c.used_at,
                    'added_at', c.added_at) order by c.id)
                from accounts.household_coupon c
                where c.household_id = h.id and m.role <> 'guest'), '[]'),
            'place', (
                select json_build_object('lat', e.lat, 'lon', e.lon)
                from accounts.household_home e
                where e.household_id = h.id and m.role <> 'guest')) order by h.id)
        from accounts.member m
        join accounts.household h on h.id = m.household_id
        where m.person_id = p.id), '[]'),
    'invitations', coalesce((
        select json_agg(json_build_object('email', i.email, 'role', i.role,
            'created_at', i.created_at, 'expires_at', i.expires_at) order by i.id)
        from accounts.invitation i where i.invited_by = p.id), '[]'),
    'sessions', coalesce((
        select json_agg(json_build_object('created_at', s.created_at, 'used_at', s.used_at,
            'revoked_at', s.revoked_at, 'address', s.address, 'agent', s.agent) order by s.id)
        from accounts.session s where s.person_id = p.id), '[]'),
    'links', coalesce((
        select json_agg(json_build_object('kind', c.kind, 'email', c.email, 'made_at', c.made_at,
            'expires_at', c.expires_at, 'used_at', c.used_at) order by c.made_at)
        from accounts.claim c where c.person_id = p.id), '[]'),
    'api_keys', coalesce((
        select json_agg(json_build_object('name', k.name, 'may_write', k.may_write,
            'created_at', k.created_at, 'used_at', k.used_at) order by k.id)
        from accounts.api_key k where k.person_id = p.id), '[]')
)::text
from accounts.person p
where p.id = $1
