-- query: retail_source_host_give
-- args:  host text, pause_ms bigint
-- route: catalogue
insert into retail.source_host (host, free_at)
values ($1, clock_timestamp() + $2::bigint * interval '1 ms')
on conflict (host) do update set free_at = excluded.free_at
