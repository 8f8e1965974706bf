-- query: retail_store_describe
-- args: id bigint, observed_at timestamptz, name text?, kind smallint?, address text?, city text?,
--    zip text?, currency text?, time_zone text?
-- route: catalogue

-- What a price file says of its store, unless a newer file said otherwise.
update retail.store
set name = coalesce($3, name),
    kind = coalesce($4, kind),
    address = coalesce($5, address),
    city = coalesce($6, city),
    zip = coalesce($7, zip),
    currency = coalesce($8, currency),
    time_zone = coalesce($9, time_zone),
    closed_at = null,
    facts_at = $2
where id = $1 and facts_at <= $2
    and (name, kind, address, city, zip, currency, time_zone, closed_at) is distinct from (
        coalesce($3, name), coalesce($4, kind), coalesce($5, address), coalesce($6, city),
        coalesce($7, zip), coalesce($8, currency), coalesce($9, time_zone), null)
