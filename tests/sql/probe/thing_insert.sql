-- query: probe_thing_insert
-- args:  id bigint, name text
-- route: every
insert into probe.thing (id, name) values ($1, $2)
