/*
 * SDL of anybody: what is refused says why; what is taken is printed, and that is taken again and
 * prints the same.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "graphql/schema.h"
#include "graphql/schema_print.h"

enum {
    ARENA_BYTES = 64 * 1024 * 1024,
    PRINTED_MAX = 64 * 1024 * 1024,
};

static const struct sc_gql_schema *build(struct sc_arena *arena, struct sc_str sdl)
{
    struct sc_gql_errors errors = {.arena = arena};
    const struct sc_gql_schema *schema = NULL;
    enum sc_status st = sc_gql_schema_build(arena, sdl, &errors, &schema);

    assert(st == SC_OK || st == SC_INVALID || st == SC_LIMITED);
    assert((st == SC_OK) == (errors.count == 0));
    return st == SC_OK ? schema : NULL;
}

static void print(const struct sc_gql_schema *schema, struct sc_buf *out)
{
    sc_buf_init(out, PRINTED_MAX);
    sc_gql_schema_print(schema, NULL, out);
    assert(!out->failed);
}

/* What every schema keeps. */
static void check(const struct sc_gql_schema *schema)
{
    assert(schema->roots[SC_GQL_QUERY] != NULL);
    for (size_t i = 0; i < schema->type_count; i++) {
        const struct sc_gql_type *type = schema->types[i];
        assert(type->index == i && sc_gql_schema_type(schema, type->name) == type);
        assert(sc_gql_is_composite(type) || sc_gql_is_input(type));
        for (size_t k = 0; k < type->field_count; k++)
            assert(sc_gql_schema_field(schema, type, type->fields[k].name) == &type->fields[k]);
        for (size_t k = 0; k < type->possible_count; k++)
            assert(sc_gql_types_overlap(type, type->possible[k]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_arena *arena = sc_arena_create(ARENA_BYTES);
    struct sc_str sdl = {.at = (const char *)data, .len = size};
    struct sc_buf printed, twice;

    assert(arena != NULL);
    const struct sc_gql_schema *schema = build(arena, sdl);
    if (schema != NULL) {
        check(schema);
        print(schema, &printed);
        const struct sc_gql_schema *again = build(arena, sc_buf_str(&printed));
        assert(again != NULL && again->type_count == schema->type_count);
        print(again, &twice);
        assert(sc_str_eq(sc_buf_str(&printed), sc_buf_str(&twice)));
        sc_buf_finish(&printed);
        sc_buf_finish(&twice);
    }
    sc_arena_destroy(arena);
    return 0;
}
