-- query: probe_thing_insert_slowly
-- args:  id bigint, seconds double precision
-- route: every
insert into probe.thing (id, name) select $1, 'slow' from pg_sleep($2)
