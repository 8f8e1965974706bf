-- query: probe_thing_rename
-- args:  name text
-- route: every
update probe.thing set name = $1
