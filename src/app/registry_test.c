#include "app/registry.h"

#include "gateway/offer.h"
#include "gateway/schema_text.h"
#include "graphql/bind.h"
#include "graphql/schema.h"
#include "testing/unit.h"

enum {
    ARENA_CAP = 64 * 1024 * 1024
};

static void say(const struct sc_gql_errors *errors)
{
    for (const struct sc_gql_error *e = errors->first; e != NULL; e = e->next)
        print_error("%u:%u: %.*s\n", e->place_count > 0 ? e->places[0].line : 0,
                    e->place_count > 0 ? e->places[0].column : 0, SC_STR_ARGS(e->message));
}

/* What the program offers is what its schema asks for. */
static void each_field_of_the_schema_is_bound(void **state)
{
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);
    struct sc_gql_errors errors = {.arena = arena};
    struct gateway_config config = {0};
    const struct sc_gql_schema *schema = NULL;
    const struct sc_gql_binding *binding;
    struct sc_gql_offer offer;

    (void)state;
    app_registry(&config);
    assert_int_equal(gateway_offer(arena, &config, &offer), SC_OK);
    struct sc_str text =
        sc_arena_printf(arena, "%.*s%s", SC_STR_ARGS(gateway_schema_text(arena)), sc_gql_bind_sdl);
    enum sc_status st = sc_gql_schema_build(arena, text, &errors, &schema);
    if (st == SC_OK)
        st = sc_gql_bind(arena, schema, &offer, &errors, &binding);
    say(&errors);
    assert_int_equal(st, SC_OK);
    sc_arena_destroy(arena);
}

UNIT_TESTS(a_test(each_field_of_the_schema_is_bound))
