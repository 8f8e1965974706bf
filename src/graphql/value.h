/*
 * value.h - values given by clients, coerced to their types: variables and literals.
 *
 * GraphQL, edition of September 2025, sections 3 (input coercion of each type),
 * 5.6 and 6.1.2. What comes out fits its type to the letter: a list where a list
 * is declared, input objects with their defaults filled in.
 */
#ifndef SC_GRAPHQL_VALUE_H
#define SC_GRAPHQL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "graphql/ast.h"
#include "graphql/schema.h"

enum {
    SC_GQL_COERCE_DEPTH_MAX = 128, /* values in each other, defaults of input fields among them */
};

enum sc_gql_datum_kind {
    SC_GQL_DATUM_ABSENT, /* not given, and no default stands in */
    SC_GQL_DATUM_NULL,
    SC_GQL_DATUM_BOOLEAN,
    SC_GQL_DATUM_WHOLE, /* Int, Long; DateTime in microseconds, Date in days */
    SC_GQL_DATUM_FLOAT,
    SC_GQL_DATUM_TEXT, /* String, ID */
    SC_GQL_DATUM_ENUM,
    SC_GQL_DATUM_LIST,
    SC_GQL_DATUM_OBJECT, /* one item for each field of its type, in the schema's order */
    SC_GQL_DATUM_MAP,    /* an object that is a custom scalar: items under keys, as they came */
};

struct sc_gql_datum {
    enum sc_gql_datum_kind kind;
    uint32_t count; /* items; of an enum: the value's index in its type */
    union {
        bool is_true;
        int64_t whole;
        double number;
        struct sc_str text; /* an enum's too */
        struct {
            const struct sc_gql_datum *items;
            const struct sc_str *keys; /* of a map */
        };
    };
    const struct sc_gql_type *type; /* NULL: a list, or a part of a custom scalar */
};

/* A variable of an operation. */
struct sc_gql_variable_use {
    struct sc_str name;
    const struct sc_gql_use *use;
    const struct sc_gql_value *preset; /* NULL: none */
    const char *at;
};

/* The variables of an operation, and what they are in this request. */
struct sc_gql_variables {
    const struct sc_gql_variable_use *uses; /* sorted by name */
    const struct sc_gql_datum *data;        /* NULL: not known yet; literals have none in them */
    size_t count;
};

/* Index among the variables, or SIZE_MAX. */
size_t sc_gql_variable_find(const struct sc_gql_variables *variables, struct sc_str name);

/* Coerces values one by one; the first that does not fit leaves its words. */
struct sc_gql_coercion {
    struct sc_arena *arena;
    const struct sc_gql_variables *variables; /* that literals may name; NULL: none */
    const struct sc_json *top;                /* the JSON value that coercion began with */
    uint32_t depth;
    enum sc_status status; /* SC_OK, SC_INVALID, SC_NO_MEMORY */
    struct sc_str words;   /* why not: "Int: not a whole number of 32 bits" */
    struct sc_str place;   /* of JSON: the value that does not fit, such as ".units[2]" */
};

/* False: `status` says why. */
bool sc_gql_coerce_json(struct sc_gql_coercion *c, const struct sc_gql_use *use,
                        const struct sc_json *value, struct sc_gql_datum *ret);
/* A literal that is a variable without a value gives SC_GQL_DATUM_ABSENT. */
bool sc_gql_coerce_literal(struct sc_gql_coercion *c, const struct sc_gql_use *use,
                           const struct sc_gql_value *value, struct sc_gql_datum *ret);

/* As compact JSON; members that are absent are left out. */
void sc_gql_datum_put(struct sc_buf *buf, const struct sc_gql_datum *datum);

#endif
