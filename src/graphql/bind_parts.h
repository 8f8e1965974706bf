/*
 * bind_parts.h - what binding makes of the SDL: how each field of each object gets its value.
 *
 * Private to bind*, plan*, run* and write*. An object type is bound once for each
 * shape of rows that it is read from; plans point into what is here.
 */
#ifndef SC_GRAPHQL_BIND_PARTS_H
#define SC_GRAPHQL_BIND_PARTS_H

#include <stdint.h>

#include "graphql/bind.h"
#include "graphql/id.h"

/* What the row of a field is made of. */
enum sc_gql_how {
    SC_GQL_BY_NOTHING, /* not bound: only where an object of columns beside is incomplete */
    SC_GQL_BY_COLUMN,  /* a leaf of the row */
    SC_GQL_BY_TYPENAME,
    SC_GQL_BY_PLAIN, /* a member of a JSON value */
    SC_GQL_BY_META,  /* of the schema itself */
    SC_GQL_BY_SELF,  /* the same row seen as another object */
    SC_GQL_BY_ROW,
    SC_GQL_BY_ROWS,
    SC_GQL_BY_LOAD,  /* rows of a loader */
    SC_GQL_BY_PAGE,  /* a connection over rows of a loader */
    SC_GQL_BY_CALL,  /* rows of a function */
    SC_GQL_BY_EVENT, /* the row that a subscription was told */
    SC_GQL_BY_ID,    /* objects of any @node type, by typed ids */
    SC_GQL_BY_EDGES, /* of a page: its rows */
    SC_GQL_BY_CURSOR,
    SC_GQL_BY_PAGE_INFO,
    SC_GQL_BY_HAS_NEXT,
    SC_GQL_BY_HAS_PREVIOUS,
    SC_GQL_BY_START_CURSOR,
    SC_GQL_BY_END_CURSOR,
};

/* How one value of a column is written. */
enum sc_gql_form {
    SC_GQL_FORM_SMALL, /* int16_t ... */
    SC_GQL_FORM_INTEGER,
    SC_GQL_FORM_LONG, /* within 2^53 */
    SC_GQL_FORM_DOUBLE,
    SC_GQL_FORM_BOOLEAN,
    SC_GQL_FORM_TEXT,
    SC_GQL_FORM_TIME,
    SC_GQL_FORM_DATE,
    SC_GQL_FORM_DIGITS,     /* an int64_t as a text */
    SC_GQL_FORM_ENUM_TEXT,  /* buy_get is BUY_GET */
    SC_GQL_FORM_ENUM_INDEX, /* an int16_t: its place in the SDL */
    SC_GQL_FORM_ID,         /* the columns of a key */
};

struct sc_gql_view;
struct sc_gql_in;

struct sc_gql_leaf {
    enum sc_gql_form form;
    bool is_list;
    bool has_null_items;           /* the SDL allows them */
    const struct sc_field *column; /* of an id the first of its key */
    size_t width;                  /* bytes of one value of a list */
    size_t word_count;             /* of an enum */
    const struct sc_str *words;    /* its values, quoted */
    const struct sc_str *stored;   /* the same as a text column says them */
    struct sc_gql_id_form id;
};

/* A @node type. */
struct sc_gql_node {
    const struct sc_gql_type *type;
    const struct sc_gql_loader *loader;
    struct sc_gql_id_form id; /* keys: in the loader's row */
    const struct sc_gql_view *view;
};

/* How arguments, or the fields of an input object, fill a struct. */
struct sc_gql_in_field {
    const struct sc_field *to;
    uint32_t from; /* index of the argument or input field */
    bool is_id;
    const struct sc_gql_node *node; /* whose id it is, with is_id */
    const struct sc_gql_in *of;     /* of a nested struct */
};

struct sc_gql_in {
    const struct sc_shape *shape;
    const struct sc_gql_input *inputs;
    size_t count;
    const struct sc_gql_in_field *fields;
    struct sc_gql_in *older; /* of the binder: shapes may hold themselves */
};

/* Where a part of a load's key comes from. */
struct sc_gql_key_source {
    const struct sc_field *column;  /* of the parent's row; NULL: */
    uint32_t arg;                   /* an argument */
    const struct sc_gql_node *node; /* whose id the argument is: gives all parts; NULL: plain */
};

/* A column of the parent that a pick is given. */
struct sc_gql_pick_column {
    const struct sc_field *from;
    const struct sc_field *to;
};

/* What a pick is given, and by whom. */
struct sc_gql_picking {
    const struct sc_gql_pick *pick;
    const struct sc_gql_in *in; /* by the arguments */
    const struct sc_gql_pick_column *columns;
    size_t column_count;
};

struct sc_gql_load {
    const struct sc_gql_loader *loader;     /* or */
    const struct sc_gql_function *function; /* of the two one is NULL */
    size_t source_count;
    struct sc_gql_key_source sources[SC_GQL_KEY_PARTS_MAX];
    bool has_list_key; /* the only source is a list of keys: rows of all of them, in order */
    const struct sc_gql_in *in;           /* NULL: nothing to fill */
    const struct sc_gql_picking *picking; /* NULL: the rows themselves are what is asked for */
    struct sc_gql_cursor_form cursor;
    const struct sc_field *limit; /* of a page: page_limit */
    uint32_t first;               /* index of that argument; UINT32_MAX: there is none */
    uint32_t after;
};

struct sc_gql_bound {
    enum sc_gql_how how;
    uint32_t roles;                   /* of which the caller needs one; 0: none */
    const struct sc_gql_view *view;   /* of its objects; NULL: a leaf */
    const struct sc_gql_leaf *leaf;   /* of a column; of a load whose field is a leaf */
    const struct sc_field *column;    /* of BY_ROW and BY_ROWS */
    const struct sc_gql_load *load;   /* of loads, pages, calls, and of cursors their page's */
    const struct sc_gql_view *beside; /* BY_LOAD: the object as columns beside; may be incomplete */
    const struct sc_field *const *nulls; /* BY_SELF, beside: null when all of these are; */
    size_t null_count;                   /* 0: never null */
};

/* An object type read from rows of one shape. */
struct sc_gql_object {
    const struct sc_gql_type *type;
    const struct sc_shape *shape; /* NULL: a root, a page or its parts */
    struct sc_str prefix;         /* "product." where it stands beside another */
    struct sc_gql_bound *fields;  /* by index */
};

/* The possible objects of a type, by the order of its `possible`. */
struct sc_gql_view {
    const struct sc_gql_type *type;
    const struct sc_field *typename; /* of an abstract type: the column that says which */
    struct sc_gql_object **objects;
};

struct sc_gql_binding {
    const struct sc_gql_schema *schema;
    bool is_plain;
    struct sc_gql_object *roots[3];         /* row binding only */
    const struct sc_gql_node *const *nodes; /* by type index; NULL: no @node */
    const struct sc_gql_use *uses;          /* each type by index as a use of itself */
};

#endif
