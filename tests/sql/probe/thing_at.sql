-- loader: probe_thing_at
-- key:    id bigint
-- row:    as probe_thing_find
-- route:  catalogue
-- uses:   thing_pkey
select id, name, at from probe.thing where id = any($1)
