/*
 * schema.h - a type system, built from SDL and checked: what documents are held against.
 *
 * GraphQL, edition of September 2025, section 3. A schema is made once, never
 * changed, and shared by all threads. Types of introspection and the built-in
 * scalars and directives are among its own.
 */
#ifndef SC_GRAPHQL_SCHEMA_H
#define SC_GRAPHQL_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "graphql/ast.h"
#include "graphql/error.h"
#include "graphql/names.h"

enum sc_gql_type_kind {
    SC_GQL_TYPE_SCALAR,
    SC_GQL_TYPE_OBJECT,
    SC_GQL_TYPE_INTERFACE,
    SC_GQL_TYPE_UNION,
    SC_GQL_TYPE_ENUM,
    SC_GQL_TYPE_INPUT,
};

/* The scalars that the engine itself reads and writes; SC_GQL_CUSTOM passes any value. */
enum sc_gql_scalar {
    SC_GQL_CUSTOM,
    SC_GQL_SCALAR_INT,
    SC_GQL_SCALAR_FLOAT,
    SC_GQL_SCALAR_STRING,
    SC_GQL_SCALAR_BOOLEAN,
    SC_GQL_SCALAR_ID,
    /* Ours, known by @scalar(as:) on their definition, so that a schema of others may use the
     * names. */
    SC_GQL_SCALAR_DATE_TIME, /* RFC 3339 in UTC, from microseconds */
    SC_GQL_SCALAR_DATE,      /* YYYY-MM-DD, from days */
    SC_GQL_SCALAR_LONG,      /* 64-bit whole number, as a JSON number within +-2^53 */
};

struct sc_gql_type;
struct sc_gql_schema;

/* A type where it is used: a named type in its wrappers, outermost first. */
struct sc_gql_use {
    enum sc_gql_type_ref_kind kind;
    const struct sc_gql_use *of;    /* of a list or a non-null */
    const struct sc_gql_type *type; /* the named type at the core; of wrappers too */
};

/* An argument or an input field. */
struct sc_gql_input {
    struct sc_str name;
    struct sc_str description; /* absent: none */
    const struct sc_gql_use *use;
    const struct sc_gql_value *preset; /* NULL: none */
    struct sc_str deprecated;          /* the reason; absent: it is not */
    const struct sc_gql_directive *directives;
    const struct sc_gql_input_def *def;
};

struct sc_gql_field {
    struct sc_str name;
    struct sc_str description;
    const struct sc_gql_input *args;
    size_t arg_count;
    const struct sc_gql_use *use;
    struct sc_str deprecated;
    const struct sc_gql_directive *directives; /* all that bind.h reads stands here */
    const struct sc_gql_field_def *def;        /* NULL: the engine's own (__typename ...) */
    uint32_t index;                            /* among the fields of its type */
};

struct sc_gql_enum_value {
    struct sc_str name;
    struct sc_str description;
    struct sc_str deprecated;
    const struct sc_gql_directive *directives;
};

struct sc_gql_type {
    enum sc_gql_type_kind kind;
    enum sc_gql_scalar scalar;
    bool is_one_of;   /* an input object with @oneOf */
    bool is_internal; /* built in, or of introspection: not printed. Built-in scalars that the
                         schema does not use are not among its types */
    uint32_t index;   /* among the types of the schema */
    struct sc_str name;
    struct sc_str description;
    struct sc_str specified_by; /* @specifiedBy(url:); absent: none */
    const struct sc_gql_field *fields;
    size_t field_count;
    const struct sc_gql_input *inputs; /* of an input object */
    size_t input_count;
    const struct sc_gql_enum_value *values;
    size_t value_count;
    const struct sc_gql_type *const *interfaces; /* that it says it implements */
    size_t interface_count;
    const struct sc_gql_type *const *possible; /* object types; of an object itself alone */
    size_t possible_count;
    const uint64_t *possible_bits; /* by type index; for overlap tests */
    const struct sc_gql_directive *directives;
    const struct sc_gql_definition *def; /* with its extensions merged in; NULL: built in */
};

struct sc_gql_directive_type {
    struct sc_str name;
    struct sc_str description;
    const struct sc_gql_input *args;
    size_t arg_count;
    uint32_t locations;              /* bits of enum sc_gql_location */
    const struct sc_gql_name *names; /* the same in the order of its definition */
    bool is_repeatable;
    bool is_internal;
    const struct sc_gql_definition *def; /* NULL: built in */
};

struct sc_gql_schema {
    struct sc_str text; /* the SDL it was built from; lives in the schema's arena */
    struct sc_str description;
    const struct sc_gql_definition *def;    /* with its extensions merged in; NULL: none */
    const struct sc_gql_type *const *types; /* in the order of the SDL, each followed by built-in
                                               scalars that it is the first to use; then the types
                                               of introspection */
    size_t type_count;
    const struct sc_gql_directive_type *directives; /* those of the SDL first */
    size_t directive_count;
    const struct sc_gql_type *roots[3];        /* by enum sc_gql_operation; NULL: none */
    const struct sc_gql_field *schema_field;   /* __schema, of the query root */
    const struct sc_gql_field *type_field;     /* __type(name:) */
    const struct sc_gql_field *typename_field; /* __typename, of any composite type */
    struct sc_gql_names names;                 /* of the types, for sc_gql_schema_type */
};

/*
 * Parses, builds and checks SDL; what it makes lives in `arena`, whose cap
 * should be 64 MiB for text that is trusted. The text is copied.
 *
 * `errors` say what is wrong, with places in the SDL: SC_INVALID. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_gql_schema_build(struct sc_arena *arena, struct sc_str sdl,
                                               struct sc_gql_errors *errors,
                                               const struct sc_gql_schema **ret_schema);

/* NULL: there is none of that name. */
const struct sc_gql_type *sc_gql_schema_type(const struct sc_gql_schema *schema,
                                             struct sc_str name);
const struct sc_gql_directive_type *sc_gql_schema_directive(const struct sc_gql_schema *schema,
                                                            struct sc_str name);
/* A type's own field; `__typename` of a composite type, `__schema` and `__type` of the query root.
 */
const struct sc_gql_field *sc_gql_schema_field(const struct sc_gql_schema *schema,
                                               const struct sc_gql_type *type, struct sc_str name);
const struct sc_gql_input *sc_gql_find_input(const struct sc_gql_input *inputs, size_t count,
                                             struct sc_str name);

/* Whether a type says that it implements an interface. */
bool sc_gql_implements(const struct sc_gql_type *type, const struct sc_gql_type *interface);
/* Whether an object of both can exist: they are one type, or the possible types overlap. */
bool sc_gql_types_overlap(const struct sc_gql_type *a, const struct sc_gql_type *b);
bool sc_gql_is_composite(const struct sc_gql_type *type); /* object, interface, union */
bool sc_gql_is_input(const struct sc_gql_type *type);     /* scalar, enum, input object */

#endif
