#include "graphql/run_parts.h"

/* Picks for one parent out of the rows of its key. False: nothing, or the arena is full. */
static bool pick(struct sc_gql_run *run, const struct sc_gql_picking *picking,
                 const struct sc_gql_field_state *state, uint32_t parent, const void **ret_row)
{
    const struct sc_gql_batch *batch = state->batch;
    uint32_t key = sc_gql_run_key_of(state, parent);

    if (!sc_gql_run_is_parent(state->parents, parent, state->kind) || key == UINT32_MAX)
        return false;
    for (size_t i = 0; i < picking->column_count; i++)
        sc_field_copy(picking->columns[i].from, state->parents->rows[parent],
                      picking->columns[i].to, state->pick_in);
    void *row = sc_arena_zalloc(run->arena, picking->pick->row->size);
    if (row == NULL) {
        sc_gql_run_full(run);
        return false;
    }
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
    for (uint32_t i = 0; i < parents; i++) {
        first[i] = made;
        made += pick(run, picking, state, i, &rows[made]);
    }
    first[parents] = made;
    *picked = (struct sc_gql_batch){.count = parents, .rows = rows, .first = first};
    state->batch = picked;
    state->key_of = NULL;
    state->is_shared = false;
}
