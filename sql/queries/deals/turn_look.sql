-- query: deals_turn_look
-- row:   now timestamptz, has_turned boolean
-- route: catalogue
-- uses:  deal_ends

-- Whether a deal has begun or ended since this was done last. One holds on its last moment.
select n.now,
    exists (select from deals.deal d where d.ends_at >= t.done_until and d.ends_at < n.now)
    or exists (select from deals.deal d where d.starts_at > t.done_until and d.starts_at <= n.now)
    as has_turned
from deals.turn t
cross join (select clock_timestamp() as now) n
