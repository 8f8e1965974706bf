-- query: probe_numbers
-- args:  up_to integer
-- row:   n integer, words text[]
-- route: every
select n, array['a' || n] as words from generate_series(1, $1::integer) n
