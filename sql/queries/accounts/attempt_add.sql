-- query: accounts_attempt_add
-- args:  hash bytea, minutes integer
-- row:   count integer
-- route: household
insert into accounts.attempt as a (hash, count, until)
values ($1, 1, now() + $2::integer * interval '1 minute')
on conflict (hash) do update
set count = case when a.until < now() then 1 else a.count + 1 end,
    until = case when a.until < now() then excluded.until else a.until end
returning count
