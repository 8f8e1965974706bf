#include "gateway/schema_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "deals/deals_rows.h"
#include "gateway/search_field.h"
#include "gateway/where_rows.h"
#include "graphql/bind.h"
#include "graphql/schema.h"
#include "retail/retail_rows.h"
#include "testing/unit.h"

enum {
    ARENA_CAP = 64 * 1024 * 1024,
    LOADERS_MAX = 200,
};

static const struct sc_pg_loader *const *const tables[] = {retail_loaders, deals_loaders};

static size_t offer_loaders(struct sc_gql_loader *loaders)
{
    size_t count = 0;

    for (size_t t = 0; t < SC_COUNT(tables); t++)
        for (const struct sc_pg_loader *const *at = tables[t]; *at != NULL; at++) {
            assert_true(count < LOADERS_MAX);
            loaders[count++] = (struct sc_gql_loader){
                .name = (*at)->query->name,
                .row = &(*at)->query->row,
                .in = &(*at)->query->in,
                .keys = (*at)->keys,
                .key_count = (*at)->key_count,
                .page = (*at)->page,
                .is_slow = (*at)->is_slow,
            };
        }
    return count;
}

/* The schema, or the failure of the test with what is wrong and where. */
static const struct sc_gql_schema *build(struct sc_arena *arena, struct sc_str *ret_text)
{
    struct sc_gql_errors errors = {.arena = arena};
    const struct sc_gql_schema *schema = NULL;
    struct sc_str text = gateway_schema_text(arena);

    assert_non_null(text.at);
    *ret_text = sc_arena_printf(arena, "%.*s%s", SC_STR_ARGS(text), sc_gql_bind_sdl);
    enum sc_status st = sc_gql_schema_build(arena, *ret_text, &errors, &schema);
    for (const struct sc_gql_error *e = errors.first; e != NULL; e = e->next)
        print_error("%u:%u: %.*s\n", e->place_count > 0 ? e->places[0].line : 0,
                    e->place_count > 0 ? e->places[0].column : 0, SC_STR_ARGS(e->message));
    assert_int_equal(st, SC_OK);
    return schema;
}

static void the_schema_is_one_and_each_field_is_bound(void **state)
{
    static struct sc_gql_loader loaders[LOADERS_MAX];
    static const char *const roles[] = {"operator"};
    const struct sc_gql_function functions[] = {
        {.name = "where_to_buy", .in = &where_in_shape, .row = &where_row_shape},
        {.name = "search_products", .in = &search_in_shape, .row = &search_row_shape},
        {.name = "import_progress", .row = &retail_imports_latest_loader.query->row},
    };
    struct sc_gql_offer offer = {
        .loaders = loaders,
        .loader_count = offer_loaders(loaders),
        .functions = functions,
        .function_count = SC_COUNT(functions),
        .roles = roles,
        .role_count = SC_COUNT(roles),
    };
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);
    struct sc_gql_errors errors = {.arena = arena};
    const struct sc_gql_binding *binding;
    struct sc_str text;

    (void)state;
    const struct sc_gql_schema *schema = build(arena, &text);
    enum sc_status st = sc_gql_bind(arena, schema, &offer, &errors, &binding);
    for (const struct sc_gql_error *e = errors.first; e != NULL; e = e->next)
        print_error("%u:%u: %.*s\n", e->place_count > 0 ? e->places[0].line : 0,
                    e->place_count > 0 ? e->places[0].column : 0, SC_STR_ARGS(e->message));
    assert_int_equal(st, SC_OK);
    sc_arena_destroy(arena);
}

UNIT_TESTS(a_test(the_schema_is_one_and_each_field_is_bound))
