-- query: retail_store_merge
-- args: observed_at timestamptz, source text, currency text?, time_zone text?
-- route: catalogue

-- New stores, and what the list says otherwise of those that are known. A list that leaves
-- something out takes nothing away.
insert into retail.store as o (retailer_id, code, name, sub_chain, address, city, zip, kind, lat,
    lon, currency, time_zone, facts_at, listed_by)
select r.id, s.code, s.name, s.sub_chain, s.address, s.city, s.zip, s.kind, s.lat, s.lon,
    $3, $4, $1, $2
from stage_store s
join retail.retailer r on r.key = s.retailer_key
order by r.id, s.code
on conflict (retailer_id, code) do update
set name = coalesce(excluded.name, o.name),
    sub_chain = coalesce(excluded.sub_chain, o.sub_chain),
    address = coalesce(excluded.address, o.address),
    city = coalesce(excluded.city, o.city),
    zip = coalesce(excluded.zip, o.zip),
    kind = case when excluded.kind = 0 then o.kind else excluded.kind end,
    lat = coalesce(excluded.lat, o.lat),
    lon = coalesce(excluded.lon, o.lon),
    currency = coalesce(excluded.currency, o.currency),
    time_zone = coalesce(excluded.time_zone, o.time_zone),
    listed_by = $2,
    closed_at = null,
    facts_at = $1
where o.facts_at <= $1
    and (o.name, o.sub_chain, o.address, o.city, o.zip, o.kind, o.lat, o.lon, o.currency,
        o.time_zone, o.listed_by, o.closed_at) is distinct from (
        coalesce(excluded.name, o.name), coalesce(excluded.sub_chain, o.sub_chain),
        coalesce(excluded.address, o.address), coalesce(excluded.city, o.city),
        coalesce(excluded.zip, o.zip),
        case when excluded.kind = 0 then o.kind else excluded.kind end,
        coalesce(excluded.lat, o.lat), coalesce(excluded.lon, o.lon),
        coalesce(excluded.currency, o.currency), coalesce(excluded.time_zone, o.time_zone),
        $2, null)
