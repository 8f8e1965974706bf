/*
 * Variables of anybody on the first line, a document of anybody behind it: what is valid is planned
 * and run over a small shop whose loads fail as the input says, in memory and an answer of any
 * size; and over the variables themselves as plain data. Every answer is JSON, and says data or
 * why there is none.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "graphql/parse.h"
#include "graphql/validate.h"
#include "testing/shop.h"

enum {
    SCHEMA_ARENA = 64 * 1024 * 1024,
    REQUEST_ARENA = 4 * 1024 * 1024,
    ANSWER_MAX = 4 * 1024 * 1024,
    DEPTH_MAX = 64,
    ANSWER_DEPTH_MAX = 900,
};

static struct sc_arena *kept; /* what all runs share lives in it */
static const struct sc_gql_schema *schema;
static const struct sc_gql_binding *rows;
static const struct sc_gql_binding *plain;

static void open_shop(void)
{
    struct sc_arena *arena = kept = sc_arena_create(SCHEMA_ARENA);
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_str sdl = sc_arena_printf(arena, "%s%s", sc_gql_bind_sdl, shop_sdl);

    assert(sc_gql_schema_build(arena, sdl, &errors, &schema) == SC_OK);
    assert(sc_gql_bind(arena, schema, &shop_offer, &errors, &rows) == SC_OK);
    assert(sc_gql_bind_plain(arena, schema, &plain) == SC_OK);
}

/* An answer is an object with data, errors or both. */
static void check_answer(struct sc_str answer)
{
    struct sc_arena *arena = sc_arena_create(SC_JSON_IN_ARENA_CAP);
    struct sc_json_in in;
    struct sc_json root, member;

    sc_json_in_parse_any(&in, arena, answer, ANSWER_DEPTH_MAX, &root);
    assert(sc_json_in_status(&in) == SC_OK);
    bool says_errors = sc_json_in_has(&root, "errors", &member);
    assert(says_errors ? sc_json_in_count(&member) > 0 : sc_json_in_has(&root, "data", &member));
    sc_arena_destroy(arena);
}

/* `seed` says what fails, and how much room there is. */
static void run(const struct sc_gql_plan *plan, const struct sc_json *variables, bool is_plain,
                uint64_t seed)
{
    static const struct sc_gql_extensions extensions = {.request_id = {"fuzz", 4}, .cost = 1};
    bool is_small = seed % 4 == 0;
    struct sc_arena *arena =
        sc_arena_create(is_small ? (size_t)(seed >> 8) % 20000 : REQUEST_ARENA);
    struct shop_host host = {.arena = arena, .products = (seed >> 4) % 3 == 0 ? SC_TIMEOUT : SC_OK};
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_gql_batches batches;
    struct sc_gql_run *made;
    struct sc_buf answer;
    const struct sc_gql_run_config config = {
        .arena = arena,
        .plan = plan,
        .variables = variables,
        .roles = (uint32_t)(seed >> 24) & 3,
        .root = is_plain ? variables : NULL,
        .event = &shop_plans[0],
    };

    for (size_t i = 0; i < SC_COUNT(host.calls); i++)
        host.calls[i] = (enum sc_status)((seed >> (32 + 4 * i)) % 16 % SC_STATUS_COUNT);
    sc_buf_init(&answer, (seed >> 3) % 4 == 0 ? 300 : ANSWER_MAX);
    enum sc_status st = sc_gql_run_create(&config, &errors, &made);
    assert(st == SC_OK || st == SC_INVALID || st == SC_LIMITED);
    if (st == SC_OK) {
        while (sc_gql_run_turn(made, &batches) == SC_GQL_WAITS)
            shop_answer(&host, &batches);
        st = sc_gql_run_write(made, &extensions, &answer);
        assert(st == SC_OK || st == SC_LIMITED);
        if (!answer.failed)
            check_answer(sc_buf_str(&answer));
    }
    sc_buf_finish(&answer);
    sc_arena_destroy(arena);
}

static void run_document(struct sc_arena *arena, struct sc_str text,
                         const struct sc_json *variables, uint64_t seed)
{
    static const struct sc_gql_validate_options options = {.comparisons_max = 10000,
                                                           .has_introspection = true};
    const struct sc_gql_binding *const bindings[] = {rows, plain};
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_gql_document document;
    const struct sc_gql_plan *plan;

    if (sc_gql_parse(arena, text, SC_GQL_EXECUTABLE, &sc_gql_limits_free, &errors, &document) !=
            SC_OK ||
        sc_gql_validate(arena, schema, &document, &options, &errors) != SC_OK)
        return;
    for (size_t i = 0; i < SC_COUNT(bindings); i++) {
        enum sc_status st = sc_gql_plan_create(arena, schema, bindings[i], &document,
                                               (struct sc_str){0}, &errors, &plan);
        assert(st == SC_OK || st == SC_LIMITED || st == SC_INVALID);
        if (st == SC_OK)
            run(plan, variables, bindings[i] == plain, seed);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_str text = {.at = (const char *)data, .len = size};
    struct sc_arena *arena = sc_arena_create(SCHEMA_ARENA);
    struct sc_str first = {0};
    struct sc_json_in in;
    struct sc_json variables;

    if (schema == NULL)
        open_shop();
    assert(arena != NULL);
    uint64_t seed = sc_str_hash(text);
    sc_str_take(&text, '\n', &first);
    sc_json_in_parse_any(&in, arena, first, DEPTH_MAX, &variables);
    bool has_variables = sc_json_in_is_object(&variables);
    run_document(arena, text, has_variables ? &variables : NULL, seed);
    sc_arena_destroy(arena);
    return 0;
}
