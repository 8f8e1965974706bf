-- loader: probe_divide
-- key:    by integer
-- row:    by integer, quotient integer
-- route:  catalogue
select k.by, 60 / k.by as quotient from unnest($1::integer[]) k(by)
