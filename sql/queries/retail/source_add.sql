-- query: retail_source_add
-- args:  name text, format text?, map text?, retailer text?, retailer_name text?, country text?,
--        currency text?, time_zone text?, pause_ms integer
-- row:   id bigint
-- route: catalogue

-- No row: there is one of that name.
insert into retail.source (name, format, map, retailer, retailer_name, country, currency, time_zone,
    pause_ms)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict do nothing
returning id
