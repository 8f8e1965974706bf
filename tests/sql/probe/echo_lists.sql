-- query: probe_echo_lists
-- args:  i64s bigint[]?, i32s integer[], i16s smallint[], yess boolean[], f64s double precision[],
--        names text[], bytess bytea[], ats timestamptz[], days date[]
-- row:   i64s bigint[]?, i32s integer[], i16s smallint[], yess boolean[], f64s double precision[],
--        names text[], bytess bytea[], ats timestamptz[], days date[]
-- route: every
select
    $1::bigint[] as i64s, $2::integer[] as i32s, $3::smallint[] as i16s, $4::boolean[] as yess,
    $5::double precision[] as f64s, $6::text[] as names, $7::bytea[] as bytess,
    $8::timestamptz[] as ats, $9::date[] as days
