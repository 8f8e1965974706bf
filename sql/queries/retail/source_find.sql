-- query: retail_source_find
-- args:  name text
-- row:   id bigint, name text, format text?, map text?, retailer text?, retailer_name text?,
--        country text?, currency text?, time_zone text?, pause_ms integer, today date
-- route: catalogue
select id, name, format, map, retailer, retailer_name, country, currency, time_zone, pause_ms,
    (now() at time zone coalesce(time_zone, 'UTC'))::date as today
from retail.source
where name = $1
