/*
 * record.h - what lies where in a C struct: the rows, keys and arguments that layers hand each
 * other.
 *
 * A struct is described by an array of fields, made by tools/sqlgen from the
 * declarations in sql/queries, or written beside a struct that is filled by C
 * (SC_FIELD below). So the database, the cache and the API read and write the
 * same structs, and nobody copies one form into another.
 */
#ifndef SC_BASE_RECORD_H
#define SC_BASE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* What a field is in SQL, and in C. */
enum sc_field_type {
    SC_FIELD_BIGINT,       /* int64_t */
    SC_FIELD_INTEGER,      /* int32_t */
    SC_FIELD_SMALLINT,     /* int16_t */
    SC_FIELD_BOOLEAN,      /* bool */
    SC_FIELD_DOUBLE,       /* double */
    SC_FIELD_TEXT,         /* struct sc_str, UTF-8; at NULL is null */
    SC_FIELD_BYTEA,        /* struct sc_str of any bytes; at NULL is null */
    SC_FIELD_TIMESTAMPTZ,  /* int64_t, microseconds since 1970 UTC; the range's ends are infinity */
    SC_FIELD_DATE,         /* int32_t, days since 1970-01-01; the range's ends are infinity */
    SC_FIELD_BIGINTS,      /* struct sc_i64_list */
    SC_FIELD_INTEGERS,     /* struct sc_i32_list */
    SC_FIELD_SMALLINTS,    /* struct sc_i16_list */
    SC_FIELD_BOOLEANS,     /* struct sc_bool_list */
    SC_FIELD_DOUBLES,      /* struct sc_f64_list */
    SC_FIELD_TEXTS,        /* struct sc_str_list */
    SC_FIELD_TIMESTAMPTZS, /* struct sc_i64_list, each as one timestamptz */
    SC_FIELD_DATES,        /* struct sc_i32_list, each as one date */
    SC_FIELD_BYTEAS,       /* struct sc_str_list, of any bytes */
    SC_FIELD_SQL_COUNT,    /* those above can stand in SQL, those below only in C */
    SC_FIELD_ROW = SC_FIELD_SQL_COUNT, /* const void *: a struct of the shape `of`; NULL is null */
    SC_FIELD_ROWS,                     /* struct sc_rows of the shape `of`; at NULL is null */
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

/* Structs of one shape, one behind the other. */
struct sc_rows {
    const void *at;
    size_t count;
};

struct sc_shape;

/* Where one value lies in its struct. */
struct sc_field {
    const char *name; /* snake_case; "product.name" is the name of the product, here beside us */
    enum sc_field_type type;
    bool may_be_null; /* declared with a question mark */
    uint16_t at;      /* offset of the value */
    uint16_t has_at;  /* offset of bool has_<name>; read only where `may_be_null`, and null is not
                         said by a pointer */
    const struct sc_shape *of; /* of SC_FIELD_ROW and SC_FIELD_ROWS */
};

/* A struct. Two shapes with the same `fields` are the same. */
struct sc_shape {
    const char *name;
    const struct sc_field *fields;
    uint16_t count;
    uint32_t size; /* bytes of the struct */
};

/* One part of a key: the number, or the text. */
union sc_key_part {
    int64_t number;
    struct sc_str text;
};

/*
 * For shapes written by hand:
 *
 *     static const struct sc_field stop_fields[] = {
 *         SC_FIELD(struct stop, store_id, SC_FIELD_BIGINT),
 *         SC_FIELD_MAYBE(struct stop, saved_minor, SC_FIELD_BIGINT),  - with its bool
 * has_saved_minor SC_FIELD_OF(struct stop, lines, SC_FIELD_ROWS, &line_shape),
 *     };
 *     const struct sc_shape stop_shape = SC_SHAPE(struct stop, stop_fields);
 */
#define SC_FIELD(struct_, name_, type_)                           \
    {                                                             \
#name_, (type_), false, offsetof(struct_, name_), 0, NULL \
    }
#define SC_FIELD_MAYBE(struct_, name_, type_)                                                 \
    {                                                                                         \
#name_, (type_), true, offsetof(struct_, name_), offsetof(struct_, has_##name_), NULL \
    }
/* Text, whose absence is null. */
#define SC_FIELD_OR_NULL(struct_, name_, type_)                  \
    {                                                            \
#name_, (type_), true, offsetof(struct_, name_), 0, NULL \
    }
#define SC_FIELD_OF(struct_, name_, type_, of_)                    \
    {                                                              \
#name_, (type_), false, offsetof(struct_, name_), 0, (of_) \
    }
#define SC_FIELD_OF_OR_NULL(struct_, name_, type_, of_)           \
    {                                                             \
#name_, (type_), true, offsetof(struct_, name_), 0, (of_) \
    }
#define SC_SHAPE(struct_, fields_)                                                   \
    {                                                                                \
#struct_, (fields_), sizeof(fields_) / sizeof((fields_)[0]), sizeof(struct_) \
    }

/* The field with this name, or NULL. */
const struct sc_field *sc_shape_find(const struct sc_shape *shape, struct sc_str name);

/*
 * Writes `count` rows one behind the other, and behind them all that they point
 * to, to `to`, which is aligned for any type and has room for what it takes.
 * Returns how many bytes that is; with `to` NULL it only measures. Of fields
 * that can stand in SQL.
 */
size_t sc_rows_pack(const struct sc_shape *shape, const void *const *rows, size_t count, void *to);

/* The field holds null: its has_<name> is false; for text, a row and rows: there is no pointer. */
bool sc_field_is_null(const struct sc_field *field, const void *row);

/*
 * Puts the value of a row into another's field of the same type, which may be null where that one
 * may; what it points at is not copied.
 */
void sc_field_copy(const struct sc_field *from, const void *row, const struct sc_field *to,
                   void *ret_row);

#endif
