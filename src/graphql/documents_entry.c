/* One document made ready, or the errors that say why it cannot be. */
#include <stdalign.h>

#include "graphql/documents_parts.h"

enum {
    ENTRY_CAP = 8 * 1024 * 1024,    /* bytes of a document made ready, text and all */
    SCRATCH_CAP = 16 * 1024 * 1024, /* bytes while it is checked */
};

/* What is made, in an arena that stays if all goes well. */
struct making {
    const struct sc_gql_documents_config *config;
    struct sc_arena *arena;
    struct sc_arena *scratch;
    struct sc_str text;
    struct sc_str name;
    struct sc_gql_prepared prepared;
};

static bool is_wanted(const struct sc_gql_definition *def, struct sc_str name)
{
    return def->kind == SC_GQL_DEF_OPERATION && (name.at == NULL || sc_str_eq(def->name, name));
}

static enum sc_status make(struct making *making)
{
    const struct sc_gql_documents_config *config = making->config;
    struct sc_gql_document *document = sc_arena_alloc(making->arena, sizeof *document);
    struct sc_gql_prepared *prepared = &making->prepared;
    struct sc_gql_errors *errors = &prepared->errors;

    if (document == NULL)
        return SC_NO_MEMORY;
    enum sc_status st = sc_gql_parse(making->arena, making->text, SC_GQL_EXECUTABLE,
                                     &config->limits, errors, document);
    if (st == SC_OK)
        st = sc_gql_validate(making->scratch, config->schema, document, &config->validate, errors);
    if (st == SC_OK)
        st = sc_gql_caps_check(making->scratch, config->schema, document, &config->caps, errors);
    if (st == SC_OK)
        st = sc_gql_plan_create(making->arena, config->schema, config->binding, document,
                                making->name, errors, &prepared->plan);
    if (st != SC_OK)
        return st;
    const struct sc_gql_definition *def = document->definitions;
    while (!is_wanted(def, making->name)) /* the plan found it */
        def = def->next;
    return sc_gql_cost_create(making->arena, config->schema, document, def, &prepared->cost);
}

/* Errors point into nothing of the document, so a refused one is these alone. */
static bool copy_errors(struct sc_arena *arena, const struct sc_gql_errors *from,
                        struct sc_gql_errors *to)
{
    *to = (struct sc_gql_errors){.arena = arena, .is_full = true};
    for (const struct sc_gql_error *at = from->first; at != NULL; at = at->next) {
        struct sc_gql_error *error = sc_arena_alloc(arena, sizeof *error);
        struct sc_gql_place *places = sc_arena_array(arena, at->place_count, sizeof *places);
        if (error == NULL || places == NULL)
            return false;
        for (size_t i = 0; i < at->place_count; i++)
            places[i] = at->places[i];
        *error = *at;
        error->places = places;
        error->next = NULL;
        error->message = sc_arena_str(arena, at->message);
        if (error->message.at == NULL)
            return false;
        if (to->last == NULL)
            to->first = error;
        else
            to->last->next = error;
        to->last = error;
        to->count++;
    }
    return true;
}

static struct sc_gql_entry *wrap(struct sc_arena *arena, const struct making *making)
{
    struct sc_gql_entry *entry = sc_arena_zalloc(arena, sizeof *entry);

    if (entry == NULL)
        return NULL;
    entry->prepared = making->prepared;
    entry->arena = arena;
    entry->text = making->text;
    entry->name = making->name;
    atomic_init(&entry->refs, 1);
    return entry;
}

/* What a refused document needs, each piece aligned. */
static size_t room_for(const struct making *making)
{
    size_t room = sizeof(struct sc_gql_entry) + making->text.len + making->name.len;
    size_t pieces = 3;

    for (const struct sc_gql_error *at = making->prepared.errors.first; at != NULL; at = at->next) {
        room += sizeof *at + at->place_count * sizeof *at->places + at->message.len;
        pieces += 3;
    }
    return room + pieces * (1 + alignof(max_align_t));
}

/* The refused document in an arena of its own, as small as can be. */
static struct sc_gql_entry *wrap_refused(const struct making *making)
{
    struct sc_arena *arena = sc_arena_create(room_for(making));
    struct making small = *making;

    if (arena == NULL)
        return NULL;
    small.prepared.plan = NULL;
    small.prepared.cost = NULL;
    small.text = sc_arena_str(arena, making->text);
    if (making->name.at != NULL)
        small.name = sc_arena_str(arena, making->name);
    struct sc_gql_entry *entry = wrap(arena, &small);
    if (entry == NULL || small.text.at == NULL ||
        !copy_errors(arena, &making->prepared.errors, &entry->prepared.errors)) {
        sc_arena_destroy(arena);
        return NULL;
    }
    return entry;
}

static struct sc_gql_entry *create_in(struct making *making)
{
    struct sc_str text = making->text;

    making->text = sc_arena_str(making->arena, text);
    if (making->name.at != NULL)
        making->name = sc_arena_str(making->arena, making->name);
    making->prepared.errors = (struct sc_gql_errors){.arena = making->arena};
    enum sc_status st = making->text.at == NULL ? SC_NO_MEMORY : make(making);
    struct sc_gql_entry *entry = st == SC_OK ? wrap(making->arena, making) : NULL;
    if (entry != NULL)
        return entry;
    bool is_passing = st == SC_OK || st == SC_NO_MEMORY;
    making->text = text;
    making->prepared.status = is_passing ? SC_LIMITED : st;
    if (is_passing) {
        making->prepared.errors = (struct sc_gql_errors){.arena = making->scratch};
        sc_gql_error_add(&making->prepared.errors, "COST_LIMIT", NULL, text, NULL,
                         "The document needs too much memory.");
    }
    entry = wrap_refused(making);
    if (entry != NULL)
        entry->is_passing = is_passing;
    return entry;
}

struct sc_gql_entry *sc_gql_entry_create(const struct sc_gql_documents_config *config,
                                         struct sc_str text, struct sc_str name)
{
    struct making making = {
        .config = config,
        .arena = sc_arena_create(ENTRY_CAP),
        .scratch = sc_arena_create(SCRATCH_CAP),
        .text = text,
        .name = name,
    };
    struct sc_gql_entry *entry = NULL;

    if (making.arena != NULL && making.scratch != NULL)
        entry = create_in(&making);
    if (entry == NULL || entry->arena != making.arena)
        sc_arena_destroy(making.arena);
    sc_arena_destroy(making.scratch);
    if (entry != NULL)
        entry->bytes = sc_arena_held(entry->arena);
    return entry;
}

const struct sc_gql_prepared *sc_gql_entry_ref(struct sc_gql_entry *entry)
{
    atomic_fetch_add_explicit(&entry->refs, 1, memory_order_relaxed);
    return &entry->prepared;
}

void sc_gql_entry_unref(struct sc_gql_entry *entry)
{
    if (atomic_fetch_sub_explicit(&entry->refs, 1, memory_order_acq_rel) == 1)
        sc_arena_destroy(entry->arena);
}

void sc_gql_prepared_unref(const struct sc_gql_prepared *prepared)
{
    /* Callers see a const thing, the count in it is not. */
    if (prepared != NULL)
        sc_gql_entry_unref((struct sc_gql_entry *)(uintptr_t)prepared);
}
