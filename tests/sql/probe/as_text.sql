-- query: probe_as_text
-- args:  at timestamptz, day date, f64 double precision, names text[]
-- row:   all_of_it text
-- route: every
select concat_ws(' ', $1::timestamptz, $2::date, $3::double precision, $4::text[]) as all_of_it
