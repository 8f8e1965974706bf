/*
 * pg_value.h - values between C structs and PostgreSQL's binary format.
 *
 * A struct of parameters or of a row is described by an array of fields (made
 * by tools/sqlgen from the declarations in sql/queries); this module writes
 * and reads one field at a time. No connection here, and nothing that waits.
 */
#ifndef SC_STORE_PG_VALUE_H
#define SC_STORE_PG_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

/* What a field is in SQL, and in C. */
enum sc_pg_type {
    SC_PG_BIGINT,       /* int64_t */
    SC_PG_INTEGER,      /* int32_t */
    SC_PG_SMALLINT,     /* int16_t */
    SC_PG_BOOLEAN,      /* bool */
    SC_PG_DOUBLE,       /* double */
    SC_PG_TEXT,         /* struct sc_str, UTF-8; at NULL is null */
    SC_PG_BYTEA,        /* struct sc_str of any bytes; at NULL is null */
    SC_PG_TIMESTAMPTZ,  /* int64_t, microseconds since 1970 UTC; the ends of the range are infinity
                         */
    SC_PG_DATE,         /* int32_t, days since 1970-01-01; the ends of the range are infinity */
    SC_PG_BIGINTS,      /* struct sc_i64_list */
    SC_PG_INTEGERS,     /* struct sc_i32_list */
    SC_PG_SMALLINTS,    /* struct sc_i16_list */
    SC_PG_BOOLEANS,     /* struct sc_bool_list */
    SC_PG_DOUBLES,      /* struct sc_f64_list */
    SC_PG_TEXTS,        /* struct sc_str_list */
    SC_PG_TIMESTAMPTZS, /* struct sc_i64_list, each as one timestamptz */
    SC_PG_DATES,        /* struct sc_i32_list, each as one date */
    SC_PG_BYTEAS,       /* struct sc_str_list, of any bytes */
    SC_PG_TYPE_COUNT,
};

/*
 * Arrays. `has[i]` false makes element i null; `has` NULL: none is null. In a
 * list of text an element with at NULL is null.
 */
struct sc_i64_list {
    const int64_t *at;
    const bool *has;
    size_t count;
};

struct sc_i32_list {
    const int32_t *at;
    const bool *has;
    size_t count;
};

struct sc_i16_list {
    const int16_t *at;
    const bool *has;
    size_t count;
};

struct sc_bool_list {
    const bool *at;
    const bool *has;
    size_t count;
};

struct sc_f64_list {
    const double *at;
    const bool *has;
    size_t count;
};

struct sc_str_list {
    const struct sc_str *at;
    size_t count;
};

/* Where one parameter or column lies in its struct. */
struct sc_pg_field {
    const char *name;
    enum sc_pg_type type;
    bool may_be_null; /* declared with a question mark */
    uint16_t at;      /* offset of the value */
    uint16_t
        has_at; /* offset of its bool has_<name>; read only for what may be null and is no text */
};

/* The type's number in PostgreSQL, and its name as format_type() gives it. */
uint32_t sc_pg_type_oid(enum sc_pg_type type);
const char *sc_pg_type_name(enum sc_pg_type type);

/* The field holds null: its has_<name> is false, or its text is absent. */
bool sc_pg_is_null(const struct sc_pg_field *field, const void *base);

/* Appends the bytes of a field that is not null. A full `out` is failed, as ever. */
void sc_pg_encode(struct sc_buf *out, const struct sc_pg_field *field, const void *base);

/*
 * Reads what PostgreSQL sent (at NULL: null) into the field. Text and arrays
 * are copied into `arena`.
 *
 * SC_INTERNAL: a null that was not declared, or bytes that are not of this
 * type. SC_LIMITED: the arena is full. The field is then untouched.
 */
SC_MUST_USE enum sc_status sc_pg_decode(struct sc_arena *arena, const struct sc_pg_field *field,
                                        struct sc_str bytes, void *base);

#endif
