-- query: probe_thing_find
-- args:  id bigint
-- row:   id bigint, name text, at timestamptz?
-- route: every
-- uses:  thing_pkey
select id, name, at from probe.thing where id = $1
