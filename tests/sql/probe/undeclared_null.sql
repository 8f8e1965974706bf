-- query: probe_undeclared_null
-- row:   n bigint
-- route: every
select null::bigint as n
