#include "graphql/run_parts.h"

uint16_t sc_gql_run_kind(const struct sc_gql_view *view, const void *row)
{
    const struct sc_gql_type *type = view->type;

    if (view->typename == NULL)
        return 0;
    struct sc_str name =
        *(const struct sc_str *)(const void *)((const char *)row + view->typename->at);
    for (size_t i = 0; i < type->possible_count; i++)
        if (sc_str_eq(type->possible[i]->name, name))
            return (uint16_t)i;
    return UINT16_MAX;
}

static const uint16_t *read_kinds(struct sc_gql_run *run, const struct sc_gql_view *view,
                                  const void *const *rows, uint32_t count)
{
    uint16_t *kinds = sc_arena_array(run->arena, count, sizeof *kinds);

    if (kinds == NULL)
        sc_gql_run_full(run);
    for (uint32_t i = 0; kinds != NULL && i < count; i++)
        kinds[i] = rows[i] == NULL ? UINT16_MAX : sc_gql_run_kind(view, rows[i]);
    return kinds;
}

const void *sc_gql_run_self(const struct sc_gql_bound *bound, const void *row)
{
    for (size_t i = 0; i < bound->null_count; i++)
        if (!sc_field_is_null(bound->nulls[i], row))
            return row;
    return bound->null_count > 0 ? NULL : row;
}

/* The parent as the row of its child's object; NULL: there is none. */
static const void *row_of(const struct sc_gql_plan_field *field, const void *parent)
{
    const struct sc_gql_bound *bound = field->bound;

    if (field->how == SC_GQL_BY_SELF)
        return sc_gql_run_self(bound, parent);
    return *(const void *const *)(const void *)((const char *)parent + bound->column->at);
}

/* To-one children that stand in their parents' rows: child i belongs to parent i. */
static void expand_one(struct sc_gql_run *run, const struct sc_gql_set_state *parents,
                       uint16_t kind, const struct sc_gql_plan_field *field)
{
    const void *const *rows = parents->rows;

    if (field->how == SC_GQL_BY_ROW || field->bound->null_count > 0 || parents->kinds != NULL) {
        const void **made = sc_arena_array(run->arena, parents->count, sizeof *made);
        if (made == NULL) {
            sc_gql_run_full(run);
            return;
        }
        for (uint32_t i = 0; i < parents->count; i++)
            if (rows[i] != NULL && (parents->kinds == NULL || parents->kinds[i] == kind))
                made[i] = row_of(field, rows[i]);
        rows = made;
    }
    sc_gql_run_expand(run, field->set, rows, parents->count, NULL);
}

/* Lists of structs in their parents' rows. */
static void expand_rows(struct sc_gql_run *run, const struct sc_gql_set_state *parents,
                        uint16_t kind, const struct sc_gql_plan_field *field)
{
    const struct sc_field *column = field->bound->column;
    uint32_t *base = sc_arena_array(run->arena, parents->count, sizeof *base);
    size_t total = 0;

    if (base == NULL) {
        sc_gql_run_full(run);
        return;
    }
    for (uint32_t i = 0; i < parents->count; i++) {
        base[i] = (uint32_t)total;
        if (parents->rows[i] != NULL && (parents->kinds == NULL || parents->kinds[i] == kind))
            total += ((const struct sc_rows *)(const void *)((const char *)parents->rows[i] +
                                                             column->at))
                         ->count;
    }
    const void **rows = sc_arena_array(run->arena, total, sizeof *rows);
    if (rows == NULL || total > UINT32_MAX) {
        sc_gql_run_full(run);
        return;
    }
    run->fields[field->slot].base = base;
    for (uint32_t i = 0, n = 0; i < parents->count; i++) {
        if (parents->rows[i] == NULL || (parents->kinds != NULL && parents->kinds[i] != kind))
            continue;
        const struct sc_rows *list = (const void *)((const char *)parents->rows[i] + column->at);
        for (size_t r = 0; r < list->count; r++)
            rows[n++] = (const char *)list->at + r * column->of->size;
    }
    sc_gql_run_expand(run, field->set, rows, (uint32_t)total, NULL);
}

/* The rows of all pages stand together: edges and nodes are the same ones. */
static void expand_edges(struct sc_gql_run *run, const struct sc_gql_set_state *parents,
                         const struct sc_gql_plan_field *field)
{
    const struct sc_gql_page *last = NULL;

    for (uint32_t i = 0; i < parents->count; i++) {
        const struct sc_gql_page *page = parents->rows[i];
        if (page != NULL && (last == NULL || page->base >= last->base))
            last = page;
    }
    if (last != NULL)
        sc_gql_run_expand(run, field->set, last->rows - last->base, last->base + last->count, NULL);
}

void sc_gql_run_expand_field(struct sc_gql_run *run, const struct sc_gql_plan_set *set,
                             uint16_t kind, const struct sc_gql_plan_field *field)
{
    const struct sc_gql_set_state *parents = &run->sets[set->slot];

    if (!sc_gql_run_may_see(run, field))
        return;
    if (field->is_load)
        sc_gql_run_load(run, parents, kind, field);
    else if (field->how == SC_GQL_BY_SELF || field->how == SC_GQL_BY_ROW)
        expand_one(run, parents, kind, field);
    else if (field->how == SC_GQL_BY_ROWS)
        expand_rows(run, parents, kind, field);
    else if (field->how == SC_GQL_BY_EDGES)
        expand_edges(run, parents, field);
    else if (field->how == SC_GQL_BY_EVENT && run->event != NULL)
        sc_gql_run_expand(run, field->set, &run->event, 1, NULL);
}

void sc_gql_run_expand(struct sc_gql_run *run, const struct sc_gql_plan_set *set,
                       const void *const *rows, uint32_t count, const uint16_t *kinds)
{
    if (set->levels == 0 || run->status != SC_OK)
        return;
    if (kinds == NULL && set->view->typename != NULL)
        kinds = read_kinds(run, set->view, rows, count);
    run->sets[set->slot] = (struct sc_gql_set_state){.rows = rows, .count = count, .kinds = kinds};
    for (uint16_t kind = 0; kind < set->type->possible_count; kind++) {
        const struct sc_gql_plan_object *object = &set->objects[kind];
        uint32_t fields;
        if (!object->has_loads || run->status != SC_OK || sc_gql_run_undecided(run, object) != NULL)
            continue;
        const struct sc_gql_plan_field *const *order = sc_gql_run_order(run, object, &fields);
        for (uint32_t i = 0; i < fields && run->status == SC_OK; i++) {
            const struct sc_gql_plan_field *field = order == NULL ? &object->fields[i] : order[i];
            if (field->has_loads)
                sc_gql_run_expand_field(run, set, kind, field);
        }
    }
}
