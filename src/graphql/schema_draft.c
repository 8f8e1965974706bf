#include "graphql/schema_draft.h"

#include <stdarg.h>

#include "graphql/parse.h"
#include "graphql/schema_own.h"

enum {
    SCRATCH_CAP = 64 * 1024 * 1024,
};

void *sc_gql_draft_array(struct sc_gql_draft *draft, struct sc_arena *arena, size_t count,
                         size_t size)
{
    void *made = sc_arena_array(arena, count, size);

    if (made == NULL)
        draft->is_full = true;
    return made;
}

void sc_gql_draft_error(struct sc_gql_draft *draft, const char *at, const char *other,
                        const char *format, ...)
{
    va_list args;

    va_start(args, format);
    struct sc_str words = sc_arena_vprintf(draft->errors->arena, format, args);
    va_end(args);
    sc_gql_error_add(draft->errors, "GRAPHQL_VALIDATION_FAILED", NULL, draft->sdl.text,
                     (const char *const[]){at, other, NULL}, "%.*s", SC_STR_ARGS(words));
    if (words.at == NULL)
        draft->is_full = true;
}

static enum sc_status parse(struct sc_gql_draft *draft, struct sc_str text,
                            struct sc_gql_document *ret_document)
{
    return sc_gql_parse(draft->arena, text, SC_GQL_TYPE_SYSTEM, &sc_gql_limits_trusted,
                        draft->errors, ret_document);
}

static enum sc_status parse_all(struct sc_gql_draft *draft, struct sc_str text)
{
    struct sc_str own_fields = SC_STR(
        "type __Fields { __schema: __Schema! __type(name: String!): __Type __typename: String! }");
    enum sc_status st = parse(draft, text, &draft->sdl);

    if (st == SC_OK)
        st = parse(draft, sc_str_of(sc_gql_own_texts[0].text), &draft->own);
    if (st == SC_OK)
        st = parse(draft, own_fields, &draft->own_fields);
    return st;
}

static enum sc_status make(struct sc_gql_draft *draft, struct sc_str text)
{
    static void (*const steps[])(struct sc_gql_draft * draft) = {
        sc_gql_draft_merge,
        sc_gql_draft_build,
        sc_gql_draft_link,
        sc_gql_draft_check,
        sc_gql_draft_check_implements,
        sc_gql_draft_check_uses,
        sc_gql_draft_check_cycles,
    };
    size_t errors_before = draft->errors->count;
    enum sc_status st = parse_all(draft, text);

    if (st != SC_OK)
        return st;
    draft->schema->text = text;
    for (size_t i = 0; i < SC_COUNT(steps); i++) {
        steps[i](draft);
        if (draft->is_full)
            return SC_NO_MEMORY;
        if (draft->errors->count > errors_before)
            return SC_INVALID;
        if (draft->errors->is_full) /* there was no memory to say what is wrong */
            return SC_NO_MEMORY;
    }
    return SC_OK;
}

enum sc_status sc_gql_schema_build(struct sc_arena *arena, struct sc_str sdl,
                                   struct sc_gql_errors *errors,
                                   const struct sc_gql_schema **ret_schema)
{
    struct sc_gql_draft draft = {.arena = arena, .errors = errors};
    struct sc_str text = sc_arena_str(arena, sdl);

    draft.schema = sc_arena_zalloc(arena, sizeof *draft.schema);
    draft.scratch = sc_arena_create(SCRATCH_CAP);
    if (text.at == NULL || draft.schema == NULL || draft.scratch == NULL) {
        sc_arena_destroy(draft.scratch);
        return SC_NO_MEMORY;
    }
    enum sc_status st = make(&draft, text);
    sc_arena_destroy(draft.scratch);
    if (st == SC_OK)
        *ret_schema = draft.schema;
    return st;
}
