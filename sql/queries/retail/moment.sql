-- query: retail_moment
-- args: at timestamptz?, is_local boolean, time_zone text?
-- row: at timestamptz, now timestamptz
-- route: catalogue

-- A file's own time, by PostgreSQL's zone data; now when it has none.
select
    coalesce(
        case when $2 then ($1 at time zone 'UTC') at time zone coalesce($3, 'UTC') else $1 end,
        now()) as at,
    now() as now
