-- loader: probe_forget
-- key:    n integer
-- row:    n integer
-- route:  catalogue
select k.n from unnest($1::integer[]) k(n) where probe.forget_prepared()
