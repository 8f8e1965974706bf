-- query: probe_other_type
-- row:   n integer
-- route: every
select 1::bigint as n
