#include "graphql/fragments.h"

bool sc_gql_fragments_init(struct sc_gql_fragments *fragments, struct sc_arena *arena,
                           const struct sc_gql_document *document)
{
    const struct sc_gql_definition *def;
    size_t count = 0;

    for (def = document->definitions; def != NULL; def = def->next)
        count += def->kind == SC_GQL_DEF_FRAGMENT;
    *fragments = (struct sc_gql_fragments){.count = count};
    fragments->defs = sc_arena_array(arena, count, sizeof *fragments->defs);
    if (fragments->defs == NULL || !sc_gql_names_init(&fragments->names, arena, count))
        return false;
    count = 0;
    for (def = document->definitions; def != NULL; def = def->next)
        if (def->kind == SC_GQL_DEF_FRAGMENT) {
            fragments->defs[count] = def;
            (void)sc_gql_names_add(&fragments->names, def->name, &fragments->defs[count++]);
        }
    return true;
}

size_t sc_gql_fragments_find(const struct sc_gql_fragments *fragments, struct sc_str name)
{
    const struct sc_gql_definition *const *found = sc_gql_names_find(&fragments->names, name);

    return found == NULL ? fragments->count : (size_t)(found - fragments->defs);
}
