-- loader: probe_thing_by_id
-- key:    id bigint
-- row:    as probe_thing_find
-- route:  catalogue
-- cache:  10m tag thing
select id, name, at from probe.thing where id = any($1)
