#include "graphql/cost.h"
#include "graphql/run_parts.h"

static struct sc_gql_field_state *state_of(struct sc_gql_run *run,
                                           const struct sc_gql_plan_field *field)
{
    return &run->fields[field->slot];
}

/* The field is this error wherever it stands. Without words, the arena is full. */
static void fail(struct sc_gql_run *run, struct sc_gql_field_state *state, const char *code,
                 struct sc_str words)
{
    if (words.at == NULL)
        sc_gql_run_full(run);
    state->code = code;
    state->words = words;
}

/* What callers are told when nobody found words for them. */
static struct sc_str status_words(enum sc_status st)
{
    switch (st) {
    case SC_INVALID:
        return SC_STR("the input is not right");
    case SC_NOT_FOUND:
        return SC_STR("there is no such thing");
    case SC_UNAUTHENTICATED:
        return SC_STR("sign in first");
    case SC_FORBIDDEN:
        return SC_STR("not allowed");
    case SC_CONFLICT:
        return SC_STR("someone else was first");
    case SC_LIMITED:
        return SC_STR("that is too much");
    case SC_THROTTLED:
        return SC_STR("asked too often: try again later");
    case SC_BUSY:
    case SC_NO_MEMORY:
        return SC_STR("too busy, try again");
    case SC_TIMEOUT:
        return SC_STR("it took too long");
    case SC_UNAVAILABLE:
    case SC_CANCELLED:
        return SC_STR("cannot be reached now, try again");
    case SC_UNKNOWN:
        return SC_STR("it may or may not have been done");
    case SC_OK:
    case SC_INTERNAL:
    case SC_STATUS_COUNT:
        break;
    }
    return SC_STR("something went wrong");
}

static struct sc_gql_batch *add_batch(struct sc_gql_run *run, const struct sc_gql_plan_field *field)
{
    struct sc_gql_field_state *state = state_of(run, field);
    struct sc_gql_batch *batch = &run->batches[run->batch_count++];

    if (state->batch == NULL) {
        state->batch = batch;
        run->waiting[run->waiting_count++] = field;
    }
    return batch;
}

static bool has_parent(const struct sc_gql_set_state *parents, uint16_t kind)
{
    for (uint32_t i = 0; i < parents->count; i++)
        if (sc_gql_run_is_parent(parents, i, kind))
            return true;
    return false;
}

static bool has_null_key(const struct sc_gql_load *load, const void *row)
{
    for (size_t s = 0; s < load->source_count; s++)
        if (load->sources[s].column != NULL && sc_field_is_null(load->sources[s].column, row))
            return true;
    return false;
}

static bool has_columns(const struct sc_gql_load *load)
{
    for (size_t s = 0; s < load->source_count; s++)
        if (load->sources[s].column != NULL)
            return true;
    return false;
}

/* One value of an argument as a key: a part of it, or the whole of an id's. False: it is none. */
static bool key_of_datum(struct sc_gql_run *run, const struct sc_gql_key_source *source,
                         const struct sc_gql_datum *datum, union sc_key_part *parts)
{
    if (source->node != NULL && datum->kind == SC_GQL_DATUM_TEXT) {
        enum sc_status st = sc_gql_id_read(run->arena, &source->node->id, datum->text, parts);
        if (st == SC_NO_MEMORY)
            sc_gql_run_full(run);
        return st == SC_OK;
    }
    if (datum->kind == SC_GQL_DATUM_WHOLE)
        parts->number = datum->whole;
    else
        parts->text = datum->text;
    return datum->kind == SC_GQL_DATUM_WHOLE || datum->kind == SC_GQL_DATUM_TEXT;
}

/* The parts of a key that come from arguments. False: one is null, or no id. */
static bool key_of_args(struct sc_gql_run *run, const struct sc_gql_load *load,
                        const struct sc_gql_datum *args, struct sc_gql_field_state *state,
                        union sc_key_part *parts)
{
    for (size_t s = 0; s < load->source_count; s++) {
        const struct sc_gql_key_source *source = &load->sources[s];
        if (source->column != NULL)
            continue;
        const struct sc_gql_datum *datum = &args[source->arg];
        if (datum->kind == SC_GQL_DATUM_ABSENT || datum->kind == SC_GQL_DATUM_NULL)
            return false;
        if (!key_of_datum(run, source, datum, &parts[s])) {
            fail(run, state, "BAD_USER_INPUT", SC_STR("no such id"));
            return false;
        }
    }
    return true;
}

/* A key for each item of the argument. */
static bool list_keys(struct sc_gql_run *run, const struct sc_gql_load *load,
                      const struct sc_gql_datum *list, struct sc_gql_field_state *state,
                      struct sc_gql_batch *batch)
{
    size_t width = load->loader->key_count;

    if (list->kind != SC_GQL_DATUM_LIST)
        return false;
    union sc_key_part *keys = sc_arena_array(run->arena, list->count, width * sizeof *keys);
    if (keys == NULL) {
        sc_gql_run_full(run);
        return false;
    }
    for (uint32_t i = 0; i < list->count; i++)
        if (!key_of_datum(run, &load->sources[0], &list->items[i], keys + i * width)) {
            fail(run, state, "BAD_USER_INPUT", SC_STR("no such id"));
            return false;
        }
    batch->keys = keys;
    batch->count = list->count;
    state->is_empty = list->count == 0;
    return list->count > 0;
}

/* A key for each parent; those with a null in it have none. */
static bool parent_keys(struct sc_gql_run *run, const struct sc_gql_load *load,
                        const struct sc_gql_set_state *parents, uint16_t kind,
                        const union sc_key_part *shared, struct sc_gql_field_state *state,
                        struct sc_gql_batch *batch)
{
    size_t width = load->loader->key_count;
    union sc_key_part *keys = sc_arena_array(run->arena, parents->count, width * sizeof *keys);
    uint32_t *key_of = sc_arena_array(run->arena, parents->count, sizeof *key_of);
    uint32_t count = 0;

    if (keys == NULL || key_of == NULL) {
        sc_gql_run_full(run);
        return false;
    }
    for (uint32_t i = 0; i < parents->count; i++) {
        const void *row = parents->rows[i];
        key_of[i] = UINT32_MAX;
        if (!sc_gql_run_is_parent(parents, i, kind) || has_null_key(load, row))
            continue;
        for (size_t s = 0; s < width; s++)
            keys[count * width + s] = load->sources[s].column != NULL
                                          ? sc_gql_key_of(load->sources[s].column, row)
                                          : shared[s];
        key_of[i] = count++;
    }
    if (count < parents->count)
        state->key_of = key_of;
    batch->keys = keys;
    batch->count = count;
    return count > 0;
}

/* False: there is nothing to load. */
static bool make_keys(struct sc_gql_run *run, const struct sc_gql_load *load,
                      const struct sc_gql_set_state *parents, uint16_t kind,
                      const struct sc_gql_datum *args, struct sc_gql_field_state *state,
                      struct sc_gql_batch *batch)
{
    union sc_key_part *shared = sc_arena_array(run->arena, SC_GQL_KEY_PARTS_MAX, sizeof *shared);

    if (shared == NULL) {
        sc_gql_run_full(run);
        return false;
    }
    state->is_shared = load->has_list_key || !has_columns(load);
    if (load->has_list_key)
        return list_keys(run, load, &args[load->sources[0].arg], state, batch);
    if (!key_of_args(run, load, args, state, shared))
        return false;
    if (!state->is_shared)
        return parent_keys(run, load, parents, kind, shared, state, batch);
    batch->keys = shared;
    batch->count = 1;
    return true;
}

/* first and after into the loader's struct; one row more than wanted tells of a next page. */
static bool fill_page(struct sc_gql_run *run, const struct sc_gql_load *load,
                      const struct sc_gql_datum *args, struct sc_gql_field_state *state, char *in)
{
    const struct sc_gql_datum *first = &args[load->first];
    const struct sc_gql_datum *after = &args[load->after];
    int64_t wanted = first->kind == SC_GQL_DATUM_WHOLE ? first->whole : SC_GQL_PAGE_DEFAULT;

    if (wanted < 0 || wanted > SC_GQL_PAGE_MAX) {
        fail(run, state, "BAD_USER_INPUT",
             sc_arena_printf(run->arena, "first must be 0 to %d", (int)SC_GQL_PAGE_MAX));
        return false;
    }
    state->first = (uint32_t)wanted;
    *(int32_t *)(void *)(in + load->limit->at) = (int32_t)wanted + 1;
    if (load->limit->may_be_null)
        *(bool *)(in + load->limit->has_at) = true;
    sc_gql_cursor_first(&load->cursor, in);
    if (after->kind != SC_GQL_DATUM_TEXT)
        return true;
    state->has_previous = true;
    enum sc_status st = sc_gql_cursor_read(run->arena, &load->cursor, after->text, in);
    if (st == SC_NO_MEMORY)
        sc_gql_run_full(run);
    else if (st != SC_OK)
        fail(run, state, "BAD_USER_INPUT", SC_STR("after is no cursor of this list"));
    return st == SC_OK;
}

/* The struct that the loader or function is given. */
static bool make_in(struct sc_gql_run *run, const struct sc_gql_load *load,
                    const struct sc_gql_datum *args, struct sc_gql_field_state *state,
                    void **ret_in)
{
    struct sc_str words = {0};

    if (load->in == NULL)
        return true;
    void *in = sc_gql_fill(run->arena, load->in, args, &words);
    if (in == NULL) {
        fail(run, state, "BAD_USER_INPUT", words);
        return false;
    }
    *ret_in = in;
    return load->limit == NULL || fill_page(run, load, args, state, in);
}

static bool make_pick_in(struct sc_gql_run *run, const struct sc_gql_load *load,
                         const struct sc_gql_datum *args, struct sc_gql_field_state *state)
{
    struct sc_str words = {0};

    if (load->picking == NULL)
        return true;
    state->pick_in = sc_gql_fill(run->arena, load->picking->in, args, &words);
    if (state->pick_in == NULL)
        fail(run, state, "BAD_USER_INPUT", words);
    return state->pick_in != NULL;
}

/* node and nodes: the ids by type, a batch for each. */
static void load_by_id(struct sc_gql_run *run, const struct sc_gql_plan_field *field,
                       const struct sc_gql_datum *args)
{
    const struct sc_gql_type *type = field->set->type;
    const struct sc_gql_datum *ids = field->is_list ? args[0].items : args;
    uint32_t count = field->is_list ? args[0].count : 1;
    struct sc_gql_field_state *state = state_of(run, field);
    uint16_t *kinds = sc_arena_array(run->arena, count, sizeof *kinds);
    const void **rows = sc_arena_array(run->arena, count, sizeof *rows);
    union sc_key_part *parts =
        sc_arena_array(run->arena, count, SC_GQL_KEY_PARTS_MAX * sizeof *parts);

    if (kinds == NULL || rows == NULL || parts == NULL) {
        sc_gql_run_full(run);
        return;
    }
    state->kinds = kinds;
    state->rows = rows;
    state->count = count;
    for (uint32_t i = 0; i < count; i++) {
        struct sc_str tag = sc_gql_id_tag(ids[i].text);
        kinds[i] = UINT16_MAX;
        for (uint16_t k = 0; k < type->possible_count && kinds[i] == UINT16_MAX; k++) {
            const struct sc_gql_node *node = run->plan->binding->nodes[type->possible[k]->index];
            if (sc_str_eq(node->id.tag, tag) &&
                sc_gql_id_read(run->arena, &node->id, ids[i].text,
                               parts + (size_t)i * SC_GQL_KEY_PARTS_MAX) == SC_OK)
                kinds[i] = k;
        }
    }
    for (uint16_t k = 0; k < type->possible_count; k++) {
        const struct sc_gql_node *node = run->plan->binding->nodes[type->possible[k]->index];
        size_t width = node->loader->key_count, n = 0;
        union sc_key_part *keys = sc_arena_array(run->arena, count, width * sizeof *keys);
        if (keys == NULL) {
            sc_gql_run_full(run);
            return;
        }
        for (uint32_t i = 0; i < count; i++)
            if (kinds[i] == k)
                memcpy(keys + n++ * width, parts + (size_t)i * SC_GQL_KEY_PARTS_MAX,
                       width * sizeof *keys);
        if (n == 0)
            continue;
        struct sc_gql_batch batch = {.loader = node->loader, .keys = keys, .count = n};
        if (node->loader->viewer != NULL)
            batch.in = sc_arena_zalloc(run->arena, node->loader->in->size);
        if (node->loader->viewer != NULL && batch.in == NULL) {
            sc_gql_run_full(run);
            return;
        }
        *add_batch(run, field) = batch;
    }
}

/* Which part of the parents' key a column of theirs is; SIZE_MAX: none. */
static size_t part_of_key(const struct sc_gql_loader *loader, const struct sc_field *column)
{
    for (size_t i = 0; i < loader->key_count; i++)
        if (loader->keys[i].at == column->at)
            return i;
    return SIZE_MAX;
}

/* All that a load takes from its parents is their key. */
static bool is_known_above(const struct sc_gql_loader *loader, const struct sc_gql_load *load)
{
    if (load->loader == NULL || !has_columns(load))
        return false;
    for (size_t s = 0; s < load->source_count; s++)
        if (load->sources[s].column != NULL &&
            part_of_key(loader, load->sources[s].column) == SIZE_MAX)
            return false;
    return true;
}

/* The keys of parents that are on their way. */
static bool make_keys_above(struct sc_gql_run *run, const struct sc_gql_load *load,
                            const struct sc_gql_datum *args, struct sc_gql_field_state *state,
                            struct sc_gql_batch *batch)
{
    const struct sc_gql_batch *above = state->above;
    size_t width = load->loader->key_count;
    union sc_key_part *keys = sc_arena_array(run->arena, above->count, width * sizeof *keys);
    union sc_key_part shared[SC_GQL_KEY_PARTS_MAX];

    if (keys == NULL) {
        sc_gql_run_full(run);
        return false;
    }
    if (!key_of_args(run, load, args, state, shared))
        return false;
    for (size_t s = 0; s < width; s++) {
        const struct sc_field *column = load->sources[s].column;
        size_t part = column == NULL ? 0 : part_of_key(above->loader, column);
        for (size_t k = 0; k < above->count; k++)
            keys[k * width + s] =
                column == NULL ? shared[s] : above->keys[k * above->loader->key_count + part];
    }
    batch->keys = keys;
    batch->count = above->count;
    return true;
}

static void begin_below(struct sc_gql_run *run, const struct sc_gql_plan_field *field,
                        const struct sc_gql_batch *batch);

/* Begins a load or call: of `parents`, or, NULL, of those that state->above will bring. */
static void begin(struct sc_gql_run *run, const struct sc_gql_set_state *parents, uint16_t kind,
                  const struct sc_gql_plan_field *field)
{
    const struct sc_gql_load *load = field->bound->load;
    struct sc_gql_field_state *state = state_of(run, field);
    struct sc_str words = {0};
    const char *at = NULL;
    bool has_keys = true;

    const struct sc_gql_datum *args = sc_gql_run_args(run, field, &words, &at);
    if (words.at != NULL)
        fail(run, state, "BAD_USER_INPUT", words);
    if (words.at != NULL || run->status != SC_OK)
        return;
    if (field->how == SC_GQL_BY_ID) {
        load_by_id(run, field, args);
        return;
    }
    struct sc_gql_batch batch = {.loader = load->loader, .function = load->function, .count = 1};
    if (parents == NULL)
        has_keys = make_keys_above(run, load, args, state, &batch);
    else if (load->loader != NULL)
        has_keys = make_keys(run, load, parents, kind, args, state, &batch);
    else
        state->is_shared = true;
    if (!has_keys || !make_in(run, load, args, state, &batch.in) ||
        !make_pick_in(run, load, args, state))
        return;
    struct sc_gql_batch *added = add_batch(run, field);
    *added = batch;
    begin_below(run, field, added);
}

/*
 * Loads whose key is that of the rows above them do not wait for those rows: a
 * list's items are asked for with the list. Where there turns out to be no such
 * row, what they bring is not looked at.
 */
static void begin_below(struct sc_gql_run *run, const struct sc_gql_plan_field *field,
                        const struct sc_gql_batch *batch)
{
    const struct sc_gql_plan_set *set = field->set;
    uint32_t count;

    if (field->how != SC_GQL_BY_LOAD || batch->loader == NULL ||
        field->bound->load->picking != NULL || set == NULL || set->levels == 0 ||
        set->view->typename != NULL)
        return;
    const struct sc_gql_plan_object *object = &set->objects[0];
    const struct sc_gql_plan_field *const *order = sc_gql_run_order(run, object, &count);
    for (uint32_t i = 0; i < count && run->status == SC_OK; i++) {
        const struct sc_gql_plan_field *below = order == NULL ? &object->fields[i] : order[i];
        if (!below->is_load || below->how == SC_GQL_BY_ID || !sc_gql_run_may_see(run, below) ||
            !is_known_above(batch->loader, below->bound->load))
            continue;
        state_of(run, below)->above = batch;
        begin(run, NULL, 0, below);
    }
}

/* The parents of what was begun before they came: rows are in the order of their keys. */
static void find_keys(struct sc_gql_run *run, struct sc_gql_field_state *state)
{
    const struct sc_gql_batch *above = state->above;
    uint32_t *key_of = sc_arena_array(run->arena, state->parents->count, sizeof *key_of);

    if (key_of == NULL) {
        sc_gql_run_full(run);
        return;
    }
    for (size_t k = 0; k < above->count; k++)
        for (uint32_t i = above->first[k]; i < above->first[k + 1]; i++)
            key_of[i] = (uint32_t)k;
    state->key_of = key_of;
}

void sc_gql_run_load(struct sc_gql_run *run, const struct sc_gql_set_state *parents, uint16_t kind,
                     const struct sc_gql_plan_field *field)
{
    struct sc_gql_field_state *state = state_of(run, field);

    state->parents = parents;
    state->kind = kind;
    if (state->above != NULL)
        find_keys(run, state);
    else if (has_parent(parents, kind))
        begin(run, parents, kind, field);
}

static void fail_as(struct sc_gql_field_state *state, const struct sc_gql_batch *batch)
{
    state->code = sc_status_graphql(batch->status);
    state->words = batch->words.at != NULL ? batch->words : status_words(batch->status);
    state->cause = batch->cause;
}

/* Where one batch has rows of one type, those of each position in turn. */
static void loaded_by_id(struct sc_gql_run *run, const struct sc_gql_plan_field *field)
{
    struct sc_gql_field_state *state = state_of(run, field);
    const struct sc_gql_batch *batch = state->batch;

    for (uint16_t k = 0; k < field->set->type->possible_count; k++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < state->count; i++) {
            if (state->kinds[i] != k)
                continue;
            if (batch->status == SC_OK && batch->first[n] < batch->first[n + 1])
                state->rows[i] = batch->rows[batch->first[n]];
            else if (batch->status != SC_OK)
                fail_as(state, batch);
            n++;
        }
        batch += n > 0;
    }
    if (field->set->levels > 0)
        sc_gql_run_expand(run, field->set, state->rows, state->count, state->kinds);
}

/* Cuts each key's rows to what was wanted; all that stay stand together. */
static void make_pages(struct sc_gql_run *run, const struct sc_gql_batch *batch,
                       struct sc_gql_field_state *state)
{
    struct sc_gql_page *pages = sc_arena_array(run->arena, batch->count, sizeof *pages);
    const void **rows = sc_arena_array(run->arena, batch->first[batch->count], sizeof *rows);
    uint32_t total = 0;

    if (pages == NULL || rows == NULL) {
        sc_gql_run_full(run);
        return;
    }
    for (size_t k = 0; k < batch->count; k++) {
        uint32_t have = batch->first[k + 1] - batch->first[k];
        uint32_t kept = have < state->first ? have : state->first;
        pages[k] = (struct sc_gql_page){
            .rows = rows + total,
            .count = kept,
            .base = total,
            .has_next = have > kept,
            .has_previous = state->has_previous,
        };
        memcpy(rows + total, batch->rows + batch->first[k], kept * sizeof *rows);
        total += kept;
    }
    state->pages = pages;
}

/* The connections by parent. */
static void expand_pages(struct sc_gql_run *run, const struct sc_gql_plan_field *field)
{
    const struct sc_gql_field_state *state = state_of(run, field);
    uint32_t parents = state->parents->count;
    const void **rows = sc_arena_array(run->arena, parents, sizeof *rows);

    if (rows == NULL) {
        sc_gql_run_full(run);
        return;
    }
    for (uint32_t i = 0; i < parents; i++) {
        uint32_t key = sc_gql_run_key_of(state, i);
        rows[i] = key == UINT32_MAX ? NULL : &state->pages[key];
    }
    sc_gql_run_expand(run, field->set, rows, parents, NULL);
}

void sc_gql_run_loaded(struct sc_gql_run *run, const struct sc_gql_plan_field *field)
{
    struct sc_gql_field_state *state = state_of(run, field);
    const struct sc_gql_batch *batch = state->batch;
    const struct sc_gql_load *load = field->bound->load;

    if (field->how == SC_GQL_BY_ID) {
        loaded_by_id(run, field);
        return;
    }
    if (state->parents == NULL) /* begun before them, and they never came */
        return;
    if (load->picking != NULL && batch->status == SC_OK) {
        sc_gql_run_pick(run, load->picking, state);
        batch = state->batch;
    }
    if (batch->status != SC_OK) {
        fail_as(state, batch);
        return;
    }
    if (field->how == SC_GQL_BY_PAGE) {
        make_pages(run, batch, state);
        if (run->status == SC_OK && field->set->levels > 0)
            expand_pages(run, field);
        return;
    }
    if (field->set != NULL && field->set->levels > 0)
        sc_gql_run_expand(run, field->set, batch->rows, batch->first[batch->count], NULL);
}
