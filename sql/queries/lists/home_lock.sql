-- query: lists_home_lock
-- args:  household_ids bigint[]
-- row:   is_held boolean
-- route: household

-- Who adds to the lists that these households' plans count goes one by one, to the end of the
-- transaction: behind the locks of lists, before what is counted is read, which is a statement of
-- its own. In the order of ids, so that two do not wait for each other.
with home as materialized (
    select distinct k.id
    from unnest($1::bigint[]) k (id)
    order by k.id
)
select bool_and(
    pg_advisory_xact_lock(hashtextextended('smartcart lists of ' || h.id, 0)) is not null
) as is_held
from home h
