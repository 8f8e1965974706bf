-- query: probe_echo
-- args:  i64 bigint?, i32 integer?, i16 smallint?, yes boolean?, f64 double precision?,
--        name text?, bytes bytea?, at timestamptz?, day date?
-- row:   i64 bigint?, i32 integer?, i16 smallint?, yes boolean?, f64 double precision?,
--        name text?, bytes bytea?, at timestamptz?, day date?
-- route: every
select
    $1::bigint as i64, $2::integer as i32, $3::smallint as i16, $4::boolean as yes,
    $5::double precision as f64, $6::text as name, $7::bytea as bytes, $8::timestamptz as at,
    $9::date as day
