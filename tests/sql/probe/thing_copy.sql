-- query: probe_thing_copy
-- args:  id bigint, name text, at timestamptz?
-- route: every
copy probe.thing (id, name, at) from stdin (format binary)
