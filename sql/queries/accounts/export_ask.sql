-- query: accounts_export_ask
-- args:  person_id bigint
-- row:   id bigint
-- route: household

-- None: it was asked for within the hour.
insert into accounts.export as e (person_id) values ($1)
on conflict (person_id) do update set asked_at = now(), ready_at = null, expires_at = null
where e.asked_at < now() - interval '1 hour'
returning person_id as id
