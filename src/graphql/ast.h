/*
 * ast.h - a GraphQL document as it was written: the nodes that parse.h makes.
 *
 * GraphQL, edition of September 2025, section 2 and appendix B. Nodes live in
 * the arena of the parser and are never changed. Siblings are linked by `next`
 * in the order of the text. Every `at` and every name points into the text of
 * the document, so a place is a pointer (sc_gql_place turns it into line and
 * column), and the text must live as long as the nodes.
 */
#ifndef SC_GRAPHQL_AST_H
#define SC_GRAPHQL_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Line and column begin at 1; columns count UTF-16 units, as other implementations do. */
struct sc_gql_place {
    uint32_t line;
    uint32_t column;
};

/* `at` points into `text`, or to its end. */
struct sc_gql_place sc_gql_place(struct sc_str text, const char *at);
/* From the place of `from` on to the place of `to`, which is behind it. */
struct sc_gql_place sc_gql_place_on(struct sc_str text, struct sc_gql_place place, const char *from,
                                    const char *to);

enum sc_gql_value_kind {
    SC_GQL_VARIABLE,
    SC_GQL_INT,
    SC_GQL_FLOAT,
    SC_GQL_STRING,
    SC_GQL_BOOLEAN,
    SC_GQL_NULL,
    SC_GQL_ENUM,
    SC_GQL_LIST,
    SC_GQL_OBJECT,
};

/* A value as written. */
struct sc_gql_value {
    enum sc_gql_value_kind kind;
    bool is_block;      /* a string in """ */
    bool is_true;       /* of a boolean */
    const char *at;     /* its first byte: the $, the quote, the bracket */
    const char *end;    /* behind its last */
    struct sc_str text; /* the variable's or enum value's name; a number as spelled; what a string
                           says, escapes resolved (then not in the document's text) */
    const struct sc_gql_value *items;     /* of a list */
    const struct sc_gql_argument *fields; /* of an object */
    const struct sc_gql_value *next;
};

/* name: value - an argument, or a field of an object value. */
struct sc_gql_argument {
    struct sc_str name; /* its place is name.at */
    const struct sc_gql_value *value;
    const struct sc_gql_argument *next;
};

/*
 * Where a directive may stand; in the order of the edition, section 3.13. The
 * two newer names are known, so that schemas of newer tools can be read, but
 * nothing that this edition can write stands there.
 */
enum sc_gql_location {
    SC_GQL_ON_QUERY,
    SC_GQL_ON_MUTATION,
    SC_GQL_ON_SUBSCRIPTION,
    SC_GQL_ON_FIELD,
    SC_GQL_ON_FRAGMENT_DEFINITION,
    SC_GQL_ON_FRAGMENT_SPREAD,
    SC_GQL_ON_INLINE_FRAGMENT,
    SC_GQL_ON_VARIABLE_DEFINITION,
    SC_GQL_ON_FRAGMENT_VARIABLE_DEFINITION, /* newer */
    SC_GQL_ON_SCHEMA,
    SC_GQL_ON_SCALAR,
    SC_GQL_ON_OBJECT,
    SC_GQL_ON_FIELD_DEFINITION,
    SC_GQL_ON_ARGUMENT_DEFINITION,
    SC_GQL_ON_INTERFACE,
    SC_GQL_ON_UNION,
    SC_GQL_ON_ENUM,
    SC_GQL_ON_ENUM_VALUE,
    SC_GQL_ON_INPUT_OBJECT,
    SC_GQL_ON_INPUT_FIELD_DEFINITION,
    SC_GQL_ON_DIRECTIVE_DEFINITION, /* newer */
    SC_GQL_LOCATION_COUNT,
};

/* "QUERY" and so on; static storage. */
const char *sc_gql_location_name(enum sc_gql_location location);
/* False: there is no location of that name. */
bool sc_gql_location_find(struct sc_str name, enum sc_gql_location *ret_location);

struct sc_gql_directive {
    const char *at; /* the @ */
    struct sc_str name;
    const struct sc_gql_argument *arguments;
    const struct sc_gql_directive *next;
};

/* The first of that name in a list; NULL: there is none. */
const struct sc_gql_argument *sc_gql_find_argument(const struct sc_gql_argument *arguments,
                                                   struct sc_str name);
const struct sc_gql_directive *sc_gql_find_directive(const struct sc_gql_directive *directives,
                                                     struct sc_str name);

enum sc_gql_type_ref_kind {
    SC_GQL_REF_NAMED,
    SC_GQL_REF_LIST,
    SC_GQL_REF_NON_NULL,
};

/* A type as written: Name, [of], of! */
struct sc_gql_type_ref {
    enum sc_gql_type_ref_kind kind;
    const char *at;
    struct sc_str name; /* of SC_GQL_REF_NAMED */
    const struct sc_gql_type_ref *of;
};

enum sc_gql_selection_kind {
    SC_GQL_FIELD,
    SC_GQL_SPREAD, /* ...name */
    SC_GQL_INLINE, /* ... on Type { } */
};

struct sc_gql_selection {
    enum sc_gql_selection_kind kind;
    const char *at;      /* a field's alias or name, a spread's dots */
    struct sc_str alias; /* absent: none */
    struct sc_str name;  /* of the field, of the fragment that is spread */
    struct sc_str on;    /* an inline fragment's type condition; absent: none */
    const struct sc_gql_argument *arguments;
    const struct sc_gql_directive *directives;
    const char *open;                          /* the { ; NULL: no selections of its own */
    const struct sc_gql_selection *selections; /* its own */
    const struct sc_gql_selection *next;
};

struct sc_gql_variable {
    const char *at;     /* the $ */
    struct sc_str name; /* without the $ */
    const struct sc_gql_type_ref *type;
    const struct sc_gql_value *preset; /* the default value; NULL: none */
    const struct sc_gql_directive *directives;
    const struct sc_gql_value *description; /* NULL: none */
    const struct sc_gql_variable *next;
};

enum sc_gql_operation {
    SC_GQL_QUERY,
    SC_GQL_MUTATION,
    SC_GQL_SUBSCRIPTION,
};

/* "query" and so on; static storage. */
const char *sc_gql_operation_name(enum sc_gql_operation operation);

enum sc_gql_definition_kind {
    SC_GQL_DEF_OPERATION,
    SC_GQL_DEF_FRAGMENT,
    SC_GQL_DEF_SCHEMA,
    SC_GQL_DEF_SCALAR,
    SC_GQL_DEF_OBJECT,
    SC_GQL_DEF_INTERFACE,
    SC_GQL_DEF_UNION,
    SC_GQL_DEF_ENUM,
    SC_GQL_DEF_INPUT,
    SC_GQL_DEF_DIRECTIVE,
};

/* A name in a list of names: interfaces implemented, members of a union, directive locations
 * (which are known ones). */
struct sc_gql_name {
    struct sc_str text;
    const struct sc_gql_name *next;
};

/* An argument's or an input field's definition. */
struct sc_gql_input_def {
    const struct sc_gql_value *description;
    struct sc_str name;
    const struct sc_gql_type_ref *type;
    const struct sc_gql_value *preset; /* NULL: none */
    const struct sc_gql_directive *directives;
    const struct sc_gql_input_def *next;
};

struct sc_gql_field_def {
    const struct sc_gql_value *description;
    struct sc_str name;
    const struct sc_gql_input_def *arguments;
    const struct sc_gql_type_ref *type;
    const struct sc_gql_directive *directives;
    const struct sc_gql_field_def *next;
};

struct sc_gql_enum_value_def {
    const struct sc_gql_value *description;
    struct sc_str name;
    const struct sc_gql_directive *directives;
    const struct sc_gql_enum_value_def *next;
};

/* query: Name - of a schema definition. */
struct sc_gql_root_def {
    const char *at;
    enum sc_gql_operation operation;
    struct sc_str type;
    const struct sc_gql_root_def *next;
};

struct sc_gql_definition {
    enum sc_gql_definition_kind kind;
    bool is_extension;
    const char *at; /* its first byte, behind the description */
    const struct sc_gql_value *description;
    struct sc_str name; /* absent: an anonymous operation, a schema */
    const struct sc_gql_directive *directives;

    /* operations and fragments */
    enum sc_gql_operation operation;
    bool is_short; /* { ... } without the word query */
    const struct sc_gql_variable *variables;
    struct sc_str on; /* a fragment's type condition */
    const char *open; /* the { of its selections */
    const struct sc_gql_selection *selections;

    /* types */
    const struct sc_gql_name *names; /* interfaces, union members, or directive locations */
    const struct sc_gql_field_def *fields;
    const struct sc_gql_input_def *inputs; /* input fields; a directive's arguments */
    const struct sc_gql_enum_value_def *values;
    const struct sc_gql_root_def *roots; /* of a schema */
    bool is_repeatable;                  /* a directive */

    const struct sc_gql_definition *next;
};

struct sc_gql_document {
    struct sc_str text; /* borrowed */
    const struct sc_gql_definition *definitions;
};

#endif
