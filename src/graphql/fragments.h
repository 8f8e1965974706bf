/*
 * fragments.h - the fragments of a valid document by name, numbered.
 */
#ifndef SC_GRAPHQL_FRAGMENTS_H
#define SC_GRAPHQL_FRAGMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "graphql/ast.h"
#include "graphql/names.h"

struct sc_gql_fragments {
    const struct sc_gql_definition **defs;
    size_t count;
    struct sc_gql_names names;
};

/* False: the arena is full. */
bool sc_gql_fragments_init(struct sc_gql_fragments *fragments, struct sc_arena *arena,
                           const struct sc_gql_document *document);

/* Its place in `defs`; `count`: there is none of that name. */
size_t sc_gql_fragments_find(const struct sc_gql_fragments *fragments, struct sc_str name);

#endif
