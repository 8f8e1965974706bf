-- loader: probe_part_by_place
-- key:    thing_id bigint, place text
-- args:   factor integer
-- row:    place text, thing_id bigint, id bigint, weight integer?
-- route:  catalogue
select p.place, p.thing_id, p.id, p.weight * $3 as weight
from unnest($1::bigint[], $2::text[]) k(thing_id, place)
join probe.part p on p.thing_id = k.thing_id and p.place = k.place
order by p.id
