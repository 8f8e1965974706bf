-- query: accounts_export
-- args:  person_id bigint
-- row:   json text
-- route: household

-- All that is kept of a person here, but secrets' hashes.
select json_build_object(
    'person', json_build_object('email', p.email, 'email_verified_at', p.email_verified_at,
        'name', p.name, 'country', p.country, 'locale', p.locale, 'plan', p.plan,
        'created_at', p.created_at, 'delete_after', p.delete_after),
    'households', coalesce((
        select json_agg(json_build_object('name', h.name, 'country', h.country, 'role', m.role,
            'joined_at', m.joined_at) order by h.id)
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
    'api_keys', coalesce((
        select json_agg(json_build_object('name', k.name, 'may_write', k.may_write,
            'created_at', k.created_at, 'used_at', k.used_at) order by k.id)
        from accounts.api_key k where k.person_id = p.id), '[]')
)::text as json
from accounts.person p
where p.id = $1
