-- loader: probe_thing_brief
-- key:    id bigint
-- row:    as probe_thing_find
-- route:  catalogue
-- cache:  3s tag thing
select id, name, at from probe.thing where id = any($1)
