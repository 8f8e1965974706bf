/*
 * schema_draft.h - a schema in the making.
 *
 * Private to the builder. In order:
 *
 *   schema_merge.c       definitions by name, with extensions merged into them; each name once
 *   schema_build.c       types made of definitions
 *   schema_link.c        which of them the schema has, and what implements what
 *   schema_check_*.c     what else the edition asks of a type system
 *
 * Each part adds errors, and the next begins only without any.
 */
#ifndef SC_GRAPHQL_SCHEMA_DRAFT_H
#define SC_GRAPHQL_SCHEMA_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "graphql/ast.h"
#include "graphql/error.h"
#include "graphql/names.h"
#include "graphql/schema.h"

/* A definition, and the extensions of it in their order. */
struct sc_gql_draft_part {
    const struct sc_gql_definition *def;
    struct sc_gql_draft_part *next;
};

/* A type, a directive or the schema itself. */
struct sc_gql_draft_type {
    struct sc_gql_draft_part *parts;
    struct sc_gql_draft_part *last_part;
    struct sc_gql_definition def; /* all parts in one */
    struct sc_gql_type *type;     /* of a type, what is made of it */
    bool is_own;                  /* of the engine, not of the SDL */
    bool is_listed;               /* among the types of the schema */
};

/* Those of the SDL in its order, then the engine's own. */
struct sc_gql_draft_list {
    struct sc_gql_draft_type *items;
    size_t count;
    struct sc_gql_names names; /* of the items */
};

struct sc_gql_draft {
    struct sc_arena *arena;   /* for what stays */
    struct sc_arena *scratch; /* for what goes when the schema is made */
    struct sc_gql_errors *errors;
    struct sc_gql_schema *schema;
    struct sc_gql_document sdl;
    struct sc_gql_document own;        /* schema_own.h */
    struct sc_gql_document own_fields; /* a type with __schema, __type and __typename */
    struct sc_gql_draft_list types;
    struct sc_gql_draft_list directives;
    struct sc_gql_draft_type schema_def; /* no parts: there is none */
    bool is_full;                        /* an arena is: SC_NO_MEMORY */
};

/* `count` zeroed items in an arena of the draft's; NULL and `is_full` without memory. */
void *sc_gql_draft_array(struct sc_gql_draft *draft, struct sc_arena *arena, size_t count,
                         size_t size);

/* Adds an error at one place of the SDL, or at two when `other` is not NULL. */
void sc_gql_draft_error(struct sc_gql_draft *draft, const char *at, const char *other,
                        const char *format, ...) SC_PRINTF(4, 5);

/* The steps. */
void sc_gql_draft_merge(struct sc_gql_draft *draft);
void sc_gql_draft_build(struct sc_gql_draft *draft);
void sc_gql_draft_link(struct sc_gql_draft *draft);
void sc_gql_draft_check(struct sc_gql_draft *draft);
void sc_gql_draft_check_implements(struct sc_gql_draft *draft);
void sc_gql_draft_check_uses(struct sc_gql_draft *draft);
void sc_gql_draft_check_cycles(struct sc_gql_draft *draft);

#endif
