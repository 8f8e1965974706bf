/*
 * bind_work.h - binding while it is being made. Private to bind*.c.
 */
#ifndef SC_GRAPHQL_BIND_WORK_H
#define SC_GRAPHQL_BIND_WORK_H

#include "graphql/bind_parts.h"

struct sc_gql_binder {
    struct sc_arena *arena;
    const struct sc_gql_schema *schema;
    const struct sc_gql_offer *offer;
    struct sc_gql_errors *errors;
    const struct sc_gql_node **nodes; /* by type index */
    struct sc_gql_bind_object *made;  /* every object so far, newest first */
    struct sc_gql_in *ins;            /* every mapping of input objects, newest first */
    struct sc_gql_bind_object *todo;  /* those whose fields are not bound yet */
    enum sc_status status;            /* SC_NO_MEMORY, or SC_OK */
};

/* One object in the making. */
struct sc_gql_bind_object {
    struct sc_gql_object object; /* first */
    bool is_partial;             /* what has no column is left out, not an error */
    struct sc_gql_bind_object *older;
    struct sc_gql_bind_object *next_todo;
};

/* Notes an error at a place of the SDL, or at none (NULL). */
#define sc_gql_bind_fail(b, at, ...)                                         \
    sc_gql_error_add((b)->errors, "INVALID_SCHEMA", NULL, (b)->schema->text, \
                     (at) == NULL ? NULL : (const char *const[]){(at), NULL}, __VA_ARGS__)

/* Zeroed; NULL is noted in the binder. */
void *sc_gql_bind_make(struct sc_gql_binder *b, size_t count, size_t size);

/* bind_name.c */

/* What stands in a column's name behind `prefix` and `name` in snake_case; NULL: it does not begin
 * so. */
const char *sc_gql_bind_behind(const char *column, struct sc_str prefix, struct sc_str name);
/* The column of that name; of a NULL shape none. */
const struct sc_field *sc_gql_bind_column(const struct sc_shape *shape, struct sc_str prefix,
                                          struct sc_str name);
const struct sc_gql_directive *sc_gql_bind_directive(const struct sc_gql_directive *directives,
                                                     struct sc_str name);
/* A text argument of a directive; absent: not given. */
struct sc_str sc_gql_bind_text(const struct sc_gql_directive *directive, struct sc_str name);
/* The node of @id(of:) among `directives`; NULL: no such directive, or an error was noted. */
const struct sc_gql_node *sc_gql_bind_id_of(struct sc_gql_binder *b,
                                            const struct sc_gql_directive *directives);
bool sc_gql_bind_is_list(const struct sc_gql_use *use);
/* The beginning of columns that are an object beside: "product."; absent: there are none. */
struct sc_str sc_gql_bind_beside(const struct sc_shape *shape, struct sc_str prefix,
                                 struct sc_str name);

/* When an object of columns beside is null: when all of them are; never, when one cannot be. */
void sc_gql_bind_nulls(struct sc_gql_binder *b, const struct sc_shape *shape, struct sc_str prefix,
                       struct sc_gql_bound *bound);

/* bind.c */

/* The objects of a type in rows of this shape, behind this prefix. NULL: no memory. */
struct sc_gql_view *sc_gql_bind_view(struct sc_gql_binder *b, const struct sc_gql_type *type,
                                     const struct sc_shape *shape, struct sc_str prefix,
                                     bool is_partial);
/* The same for a type whose objects are bound by the caller. */
struct sc_gql_view *sc_gql_bind_own_view(struct sc_gql_binder *b, const struct sc_gql_type *type,
                                         const struct sc_shape *shape);

/* bind_auth.c */

/* The words of @auth are known, and a role is asked for by fields alone. */
void sc_gql_bind_type_auth(struct sc_gql_binder *b, const struct sc_gql_type *type);
void sc_gql_bind_field_auth(struct sc_gql_binder *b, const struct sc_gql_field *field,
                            struct sc_gql_bound *bound);
/* What is somebody's has a rule. */
void sc_gql_bind_check_rule(struct sc_gql_binder *b, const struct sc_gql_type *parent,
                            const struct sc_gql_field *field, const struct sc_gql_load *load);
void sc_gql_bind_check_node(struct sc_gql_binder *b, const struct sc_gql_type *type,
                            const struct sc_gql_loader *loader);

/* bind_leaf.c */

/* NULL: the column's type does not fit the field's (noted unless `is_partial`). */
const struct sc_gql_leaf *sc_gql_bind_leaf(struct sc_gql_binder *b,
                                           const struct sc_gql_field *field,
                                           const struct sc_field *column);
/* The id of a @node type, from the columns of its key. NULL: they are not all there (noted). */
const struct sc_gql_leaf *sc_gql_bind_id_leaf(struct sc_gql_binder *b,
                                              const struct sc_gql_field *field,
                                              const struct sc_gql_node *node,
                                              const struct sc_shape *shape, struct sc_str prefix);

/* bind_in.c */

/* Who else has to do with inputs and the fields that they fill. */
struct sc_gql_bind_others {
    const bool *is_taken; /* by input: it is used otherwise */
    const bool *is_given; /* by field: it is filled otherwise */
};

/* How `inputs` fill structs of `shape`; `others` NULL: nobody. */
const struct sc_gql_in *sc_gql_bind_in(struct sc_gql_binder *b, const struct sc_shape *shape,
                                       const struct sc_gql_input *inputs, size_t count,
                                       const struct sc_gql_bind_others *others, const char *at);

/* bind_pick.c */

/*
 * @loader(pick:): who gives what to it. Marks its arguments in `is_taken`. NULL:
 * what is wrong is noted, or the object is beside another and lacks a column.
 */
const struct sc_gql_picking *sc_gql_bind_pick(struct sc_gql_binder *b,
                                              const struct sc_gql_bind_object *object,
                                              const struct sc_gql_field *field,
                                              const struct sc_gql_directive *directive,
                                              const struct sc_gql_loader *loader, bool *is_taken);

/* bind_load.c */

/* @loader, @page, @function; false: it has none of them. What is wrong is noted. */
bool sc_gql_bind_load(struct sc_gql_binder *b, const struct sc_gql_bind_object *object,
                      const struct sc_gql_field *field, struct sc_gql_bound *bound);
/* What of a loader's struct no argument fills: who looks, lists of keys, where a page begins and
 * ends. */
bool sc_gql_bind_is_for_others(const struct sc_gql_loader *loader, const char *name);

#endif
