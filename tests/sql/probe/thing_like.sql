-- loader: probe_thing_like
-- key:    none
-- args:   start text
-- row:    as probe_thing_find
-- route:  catalogue
-- cache:  10m tag thing
-- page:   id
select id, name, at from probe.thing where starts_with(name, $1) and id > $2 order by id limit $3
