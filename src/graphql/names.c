#include "graphql/names.h"

#include <assert.h>

struct sc_gql_names_slot {
    struct sc_str name;
    const void *thing; /* NULL: the slot is free */
};

bool sc_gql_names_init(struct sc_gql_names *names, struct sc_arena *arena, size_t count)
{
    size_t size = 4;

    while (size < count + count / 2 + 1) /* at most two thirds are taken, so that a search ends */
        size *= 2;
    names->mask = size - 1;
    names->slots = sc_arena_array(arena, size, sizeof *names->slots);
    return names->slots != NULL;
}

/* The slot that holds the name, or the free one where it belongs. */
static struct sc_gql_names_slot *slot_of(const struct sc_gql_names *names, struct sc_str name)
{
    size_t at = (size_t)sc_str_hash(name) & names->mask;

    while (names->slots[at].thing != NULL && !sc_str_eq(names->slots[at].name, name))
        at = (at + 1) & names->mask;
    return &names->slots[at];
}

const void *sc_gql_names_add(struct sc_gql_names *names, struct sc_str name, const void *thing)
{
    struct sc_gql_names_slot *slot = slot_of(names, name);

    assert(thing != NULL);
    if (slot->thing != NULL)
        return slot->thing;
    *slot = (struct sc_gql_names_slot){.name = name, .thing = thing};
    return NULL;
}

const void *sc_gql_names_find(const struct sc_gql_names *names, struct sc_str name)
{
    return slot_of(names, name)->thing;
}
