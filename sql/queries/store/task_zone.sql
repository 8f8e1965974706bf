-- query: store_task_zone
-- args:  zone text, from_at timestamptz, until_at timestamptz
-- row:   from_at timestamptz, offset_s bigint
-- route: every

-- What the zone's clock is ahead of UTC by, from when on: looked at each day, and, where it
-- changed, each minute of the day.
with day as (
    select at, before_s, offset_s
    from (
        select at, offset_s, lag(offset_s) over (order by at) as before_s
        from generate_series($2::timestamptz, $3::timestamptz, interval '24 hours') g (at)
        cross join lateral (
            select extract(epoch from (at at time zone $1) - (at at time zone 'UTC'))::bigint
                as offset_s) o
    ) d
)
select $2 as from_at, offset_s from day where before_s is null
union all
select c.at, c.offset_s
from day d
cross join lateral (
    select m.at, o.offset_s
    from generate_series(d.at - interval '24 hours', d.at, interval '1 minute') m (at)
    cross join lateral (
        select extract(epoch from (m.at at time zone $1) - (m.at at time zone 'UTC'))::bigint
            as offset_s) o
    where o.offset_s <> d.before_s
    order by m.at
    limit 1) c
where d.offset_s <> d.before_s
order by from_at
