-- query: probe_thing_count
-- row:   count bigint
-- route: every
select count(*) as count from probe.thing
