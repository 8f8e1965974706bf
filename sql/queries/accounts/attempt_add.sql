-- query: accounts_attempt_add
-- args:  hashes bytea[], most integer[], minutes integer[]
-- row:   is_allowed boolean
-- route: household

-- A try for each, or, where one is full, for none: who goes on trying does not fill the others.
-- In the order of hashes, so that two who count the same do not wait for each other.
with wanted as (
    select w.hash, w.most, w.minutes
    from unnest($1::bytea[], $2::integer[], $3::integer[]) w (hash, most, minutes)
),
counted as (
    insert into accounts.attempt as a (hash, count, until)
    select w.hash, 1, now() + w.minutes * interval '1 minute'
    from wanted w
    where not exists (
        select from wanted f
        join accounts.attempt t on t.hash = f.hash
        where t.until >= now() and t.count >= f.most)
    order by w.hash
    on conflict (hash) do update
    set count = case when a.until < now() then 1 else a.count + 1 end,
        until = case when a.until < now() then excluded.until else a.until end
    returning hash, count
)
select coalesce(bool_and(c.count <= w.most), false) as is_allowed
from counted c
join wanted w on w.hash = c.hash
