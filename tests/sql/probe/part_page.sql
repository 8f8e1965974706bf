-- loader: probe_part_page
-- key:    thing_id bigint
-- row:    thing_id bigint, id bigint, place text, thing.name text
-- route:  catalogue
-- cache:  10m tag part
-- page:   place, id
-- uses:   part_page
select k.thing_id, p.id, p.place, t.name as "thing.name"
from unnest($1::bigint[]) k(thing_id)
join probe.thing t on t.id = k.thing_id
cross join lateral (
    select p.id, p.place from probe.part p
    where p.thing_id = k.thing_id and (p.place, p.id) > ($2::text, $3::bigint)
    order by p.place, p.id limit $4
) p
order by p.place, p.id
