#include "graphql/run_parts.h"

/* Picks for one parent out of the rows of its key. */
static enum sc_status pick(struct sc_gql_run *run, const struct sc_gql_picking *picking,
                           const struct sc_gql_field_state *state, uint32_t parent,
                           const void **ret_row)
{
    const struct sc_gql_batch *batch = state->batch;
    uint32_t key = sc_gql_run_key_of(state, parent);

    if (!sc_gql_run_is_parent(state->parents, parent, state->kind) || key == UINT32_MAX)
        return SC_NOT_FOUND;
    for (size_t i = 0; i < picking->column_count; i++)
        sc_field_copy(picking->columns[i].from, state->parents->rows[parent],
                      picking->columns[i].to, state->pick_in);
    void *row = sc_arena_zalloc(run->arena, picking->pick->row->size);
    if (row == NULL)
        return SC_NO_MEMORY;
    *ret_row = row;
    return picking->pick->run(state->pick_in, batch->rows + batch->first[key],
                              batch->first[key + 1] - batch->first[key], row);
}

void sc_gql_run_pick(struct sc_gql_run *run, const struct sc_gql_picking *picking,
                     struct sc_gql_field_state *state)
{
    uint32_t parents = state->parents->count, made = 0;
    struct sc_gql_batch *picked = sc_arena_zalloc(run->arena, sizeof *picked);
    const void **rows = sc_arena_array(run->arena, parents, sizeof *rows);
    uint32_t *first = sc_arena_array(run->arena, (size_t)parents + 1, sizeof *first);

    if (picked == NULL || rows == NULL || first == NULL) {
        sc_gql_run_full(run);
        return;
    }
    *picked = (struct sc_gql_batch){.count = parents, .rows = rows, .first = first};
    for (uint32_t i = 0; i < parents && picked->status == SC_OK; i++) {
        enum sc_status st = pick(run, picking, state, i, &rows[made]);
        first[i] = made;
        made += st == SC_OK;
        picked->status = st == SC_NOT_FOUND ? SC_OK : st;
    }
    first[parents] = made;
    state->batch = picked;
    state->key_of = NULL;
    state->is_shared = false;
}
