/*
 * names.h - things by their names: a hash table of a size known beforehand, in an arena.
 */
#ifndef SC_GRAPHQL_NAMES_H
#define SC_GRAPHQL_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct sc_gql_names {
    struct sc_gql_names_slot *slots;
    size_t mask; /* slots - 1; their number is a power of two */
};

/* Room for up to `count` names. False: the arena is full. */
bool sc_gql_names_init(struct sc_gql_names *names, struct sc_arena *arena, size_t count);

/*
 * Adds a thing (not NULL) under a name that is borrowed. What already has that
 * name stays and is returned; NULL: it was free.
 */
const void *sc_gql_names_add(struct sc_gql_names *names, struct sc_str name, const void *thing);

/* NULL: nothing has that name. */
const void *sc_gql_names_find(const struct sc_gql_names *names, struct sc_str name);

#endif
