#include "graphql/run.h"

#include "graphql/id.h"
#include "graphql/parse.h"
#include "graphql/validate.h"
#include "testing/shop.h"
#include "testing/unit.h"

/* Everything one test needs. */
struct world {
    struct sc_arena *arena;
    const struct sc_gql_schema *schema;
    const struct sc_gql_binding *binding;
    struct shop_host host;
    struct sc_buf answer;
    uint32_t roles;
    const void *event;
    enum sc_status status; /* of the last write */
};

static void say(const struct sc_gql_errors *errors)
{
    for (const struct sc_gql_error *e = errors->first; e != NULL; e = e->next)
        print_error("%u: %.*s\n", e->place_count > 0 ? e->places[0].line : 0,
                    SC_STR_ARGS(e->message));
}

static struct world open_shop(void **state)
{
    struct sc_arena *arena = *state;
    struct world w = {.arena = arena, .host = {.arena = arena}};
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_str sdl = sc_arena_printf(arena, "%s%s", sc_gql_bind_sdl, shop_sdl);
    enum sc_status st = sc_gql_schema_build(arena, sdl, &errors, &w.schema);

    if (st == SC_OK)
        st = sc_gql_bind(arena, w.schema, &shop_offer, &errors, &w.binding);
    say(&errors);
    assert_int_equal(st, SC_OK);
    sc_buf_init(&w.answer, 1 << 20);
    return w;
}

static const struct sc_gql_plan *plan_of(struct world *w, const char *text)
{
    static const struct sc_gql_validate_options options = {.comparisons_max = 1000,
                                                           .has_introspection = true};
    struct sc_gql_errors errors = {.arena = w->arena};
    struct sc_gql_document *document = sc_arena_zalloc(w->arena, sizeof *document);
    const struct sc_gql_plan *plan = NULL;
    enum sc_status st = sc_gql_parse(w->arena, sc_str_of(text), SC_GQL_EXECUTABLE,
                                     &sc_gql_limits_free, &errors, document);

    if (st == SC_OK)
        st = sc_gql_validate(w->arena, w->schema, document, &options, &errors);
    if (st == SC_OK)
        st = sc_gql_plan_create(w->arena, w->schema, w->binding, document, (struct sc_str){0},
                                &errors, &plan);
    say(&errors);
    assert_int_equal(st, SC_OK);
    return plan;
}

/* The run of a document with variables as JSON; NULL, and the words of the first error in
 * `answer`: they do not fit. */
static struct sc_gql_run *run_of(struct world *w, const char *text, const char *variables)
{
    struct sc_gql_errors errors = {.arena = w->arena};
    struct sc_json_in *in = sc_arena_zalloc(w->arena, sizeof *in);
    struct sc_json *json = sc_arena_zalloc(w->arena, sizeof *json);
    struct sc_gql_run *run = NULL;

    sc_json_in_parse_any(in, w->arena, sc_str_of(variables), 64, json);
    assert_int_equal(sc_json_in_status(in), SC_OK);
    const struct sc_gql_run_config config = {
        .arena = w->arena,
        .plan = plan_of(w, text),
        .variables = json,
        .roles = w->roles,
        .event = w->event,
    };
    sc_buf_clear(&w->answer);
    if (sc_gql_run_create(&config, &errors, &run) != SC_OK)
        sc_buf_put(&w->answer, errors.first->message);
    return run;
}

static void check_with(struct world *w, const char *text, const char *variables, const char *want)
{
    static const struct sc_gql_extensions extensions = {.cost = -1};
    struct sc_gql_batches batches;
    struct sc_gql_run *run = run_of(w, text, variables);

    if (run != NULL) {
        while (sc_gql_run_turn(run, &batches) == SC_GQL_WAITS)
            shop_answer(&w->host, &batches);
        w->status = sc_gql_run_write(run, &extensions, &w->answer);
    }
    assert_str(sc_buf_str(&w->answer), want);
}

static void check(struct world *w, const char *text, const char *want)
{
    check_with(w, text, "{}", want);
}

static struct sc_str id_of(struct world *w, const char *tag, int64_t number)
{
    const struct sc_field *key = &shop_store_fields[0];
    const struct sc_gql_id_form form = {.tag = sc_str_of(tag), .keys = &key, .key_count = 1};
    union sc_key_part part = {.number = number};
    struct sc_buf buf;

    sc_buf_init(&buf, 100);
    sc_gql_id_put(&buf, &form, &part);
    struct sc_str id = sc_arena_str(w->arena, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    return id;
}

/* {"id": the id of a store} */
static const char *store_variable(struct world *w, int64_t number)
{
    return sc_arena_printf(w->arena, "{\"id\":\"%.*s\"}", SC_STR_ARGS(id_of(w, "s", number))).at;
}

static void a_page_of_deals_with_their_products_takes_three_levels(void **state)
{
    struct world w = open_shop(state);

    check_with(&w,
               "query ($id: ID!) { store(id: $id) { name deals(first: 2) {"
               " nodes { text product { name brand } } } } }",
               store_variable(&w, 10),
               "{\"data\":{\"store\":{\"name\":\"North\",\"deals\":{\"nodes\":["
               "{\"text\":\"two for one\",\"product\":{\"name\":\"Milk \\\"3%\\\"\","
               "\"brand\":\"Tara\"}},{\"text\":\"buy and get\",\"product\":null}]}}}}");
    assert_int_equal(w.host.turns, 3);
    assert_int_equal(w.host.batches, 3);
    assert_int_equal(w.host.keys, 3); /* a null key is not asked for */
    sc_buf_finish(&w.answer);
}

static void ids_that_are_none_are_no_objects(void **state)
{
    struct world w = open_shop(state);

    check(&w, "{ node(id: \"s_\") { id } nodes(ids: [\"\", \"x_1\"]) { id } }",
          "{\"data\":{\"node\":null,\"nodes\":[null,null]}}");
    sc_buf_finish(&w.answer);
}

UNIT_TESTS(a_test(a_page_of_deals_with_their_products_takes_three_levels),
           a_test(ids_that_are_none_are_no_objects))
