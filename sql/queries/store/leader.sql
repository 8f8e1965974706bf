-- query: store_leader
-- args:  key bigint
-- row:   epoch bigint, who text, since timestamptz, is_led boolean
-- route: every
select l.epoch, l.who, l.since,
    exists (
        select from pg_locks p
        where p.locktype = 'advisory' and p.granted and p.objsubid = 1
            and p.database = (select d.oid from pg_database d where d.datname = current_database())
            and (p.classid::bigint << 32 | p.objid::bigint) = $1::bigint
    ) as is_led
from jobs.leader l
