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

static void run_only(struct world *w, const char *text, const char *variables)
{
    static const struct sc_gql_extensions extensions = {.cost = -1};
    struct sc_gql_batches batches;
    struct sc_gql_run *run = run_of(w, text, variables);

    if (run == NULL)
        return;
    while (sc_gql_run_turn(run, &batches) == SC_GQL_WAITS)
        shop_answer(&w->host, &batches);
    assert_int_equal(sc_gql_run_write(run, &extensions, &w->answer), SC_OK);
}

static void check_with(struct world *w, const char *text, const char *variables, const char *want)
{
    run_only(w, text, variables);
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

static void a_page_of_deals_with_their_products_takes_two_levels(void **state)
{
    struct world w = open_shop(state);

    check_with(&w,
               "query ($id: ID!) { store(id: $id) { name deals(first: 2) {"
               " nodes { text product { name brand } } } } }",
               store_variable(&w, 10),
               "{\"data\":{\"store\":{\"name\":\"North\",\"deals\":{\"nodes\":["
               "{\"text\":\"two for one\",\"product\":{\"name\":\"Milk \\\"3%\\\"\","
               "\"brand\":\"Tara\"}},{\"text\":\"buy and get\",\"product\":null}]}}}}");
    assert_int_equal(w.host.turns, 2); /* the page's key is the store's, and does not wait for it */
    assert_int_equal(w.host.batches, 3);
    assert_int_equal(w.host.keys, 3); /* a null key is not asked for */
    sc_buf_finish(&w.answer);
}

static void ids_name_their_type(void **state)
{
    struct world w = open_shop(state);
    const char *ids =
        sc_arena_printf(w.arena, "{\"ids\":[\"%.*s\",\"%.*s\",\"%.*s\",\"x_1\",\"\"]}",
                        SC_STR_ARGS(id_of(&w, "p", 2)), SC_STR_ARGS(id_of(&w, "s", 11)),
                        SC_STR_ARGS(id_of(&w, "p", 77)))
            .at;

    check_with(&w,
               "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Store { name }"
               " ... on Product { unit since size } } }",
               ids,
               "{\"data\":{\"nodes\":[{\"__typename\":\"Product\",\"unit\":\"KILOGRAM\","
               "\"since\":\"1970-01-01\",\"size\":0.1},{\"__typename\":\"Store\",\"name\":"
               "\"South\"},null,null,null]}}");
    assert_int_equal(w.host.turns, 1);
    assert_int_equal(w.host.batches, 2);
    check(&w, "{ node(id: \"s_\") { id } }", "{\"data\":{\"node\":null}}");
    check_with(&w, "query ($id: ID!) { node(id: $id) { id } }", store_variable(&w, 10),
               sc_arena_printf(w.arena, "{\"data\":{\"node\":{\"id\":\"%.*s\"}}}",
                               SC_STR_ARGS(id_of(&w, "s", 10)))
                   .at);
    sc_buf_finish(&w.answer);
}

static void an_id_of_another_type_is_an_error_of_its_field(void **state)
{
    struct world w = open_shop(state);
    const char *id =
        sc_arena_printf(w.arena, "{\"id\":\"%.*s\"}", SC_STR_ARGS(id_of(&w, "p", 10))).at;

    check_with(&w, "query ($id: ID!) { store(id: $id) { name } }", id,
               "{\"data\":{\"store\":null},\"errors\":[{\"message\":\"no such id\",\"locations\":"
               "[{\"line\":1,\"column\":20}],\"path\":[\"store\"],"
               "\"extensions\":{\"code\":\"BAD_USER_INPUT\"}}]}");
    assert_int_equal(w.host.turns, 0);
    sc_buf_finish(&w.answer);
}

static void a_list_of_keys_gives_the_rows_of_each(void **state)
{
    struct world w = open_shop(state);
    const char *ids =
        sc_arena_printf(w.arena, "{\"ids\":[\"%.*s\",\"%.*s\",\"%.*s\"]}",
                        SC_STR_ARGS(id_of(&w, "p", 2)), SC_STR_ARGS(id_of(&w, "p", 5)),
                        SC_STR_ARGS(id_of(&w, "p", 1)))
            .at;

    check_with(&w, "query ($ids: [ID!]!) { products(ids: $ids) { size } }", ids,
               "{\"data\":{\"products\":[{\"size\":0.1},{\"size\":1.5}]}}");
    check(&w, "{ products(ids: []) { size } }", "{\"data\":{\"products\":[]}}");
    sc_buf_finish(&w.answer);
}

static void every_kind_of_column_is_written(void **state)
{
    struct world w = open_shop(state);

    check_with(&w,
               "query ($id: ID!) { store(id: $id) { deals(first: 2) { nodes {"
               " kind endsAt tags days price { minor currency } store { name } } } } }",
               store_variable(&w, 10),
               "{\"data\":{\"store\":{\"deals\":{\"nodes\":["
               "{\"kind\":\"MULTI_BUY\",\"endsAt\":\"1970-01-01T00:00:01Z\",\"tags\":[\"new\","
               "\"hot\"],\"days\":[\"1970-01-01\",null],\"price\":{\"minor\":990,\"currency\":"
               "\"EUR\"},\"store\":{\"name\":\"North\"}},{\"kind\":\"BUY_GET\",\"endsAt\":"
               "\"1970-01-01T00:00:01.000001Z\",\"tags\":[],\"days\":[],\"price\":null,"
               "\"store\":{\"name\":\"North\"}}]}}}}");
    sc_buf_finish(&w.answer);
}

static void what_stands_beside_is_not_loaded(void **state)
{
    struct world w = open_shop(state);

    check_with(&w,
               "query ($id: ID!) { store(id: $id) { deals { nodes {"
               " product { name } again: product { __typename name } } } } }",
               store_variable(&w, 10),
               "{\"data\":{\"store\":{\"deals\":{\"nodes\":[{\"product\":{\"name\":\"Milk "
               "beside\"},\"again\":{\"__typename\":\"Product\",\"name\":\"Milk beside\"}},"
               "{\"product\":null,\"again\":null},{\"product\":null,\"again\":null}]}}}}");
    assert_int_equal(w.host.turns, 1);
    sc_buf_finish(&w.answer);
}

/* The text of a member of the last answer, such as "endCursor". */
static struct sc_str said(struct world *w, const char *key)
{
    struct sc_str answer = sc_buf_str(&w->answer);
    struct sc_str mark = sc_arena_printf(w->arena, "\"%s\":\"", key);
    ptrdiff_t at = sc_str_find(answer, mark);

    assert_true(at >= 0);
    struct sc_str rest = sc_str_sub(answer, (size_t)at + mark.len, SIZE_MAX);
    return sc_arena_str(w->arena, sc_str_sub(rest, 0, (size_t)sc_str_find_char(rest, '"')));
}

static const char page_query[] =
    "query ($id: ID!, $after: String, $kind: DealKind) { store(id: $id) {"
    " deals(first: 1, after: $after, kind: $kind) { edges { cursor node { text } }"
    " pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }";

static const char *page_variables(struct world *w, struct sc_str after)
{
    return sc_arena_printf(w->arena, "{\"id\":\"%.*s\",\"after\":\"%.*s\"}",
                           SC_STR_ARGS(id_of(w, "s", 10)), SC_STR_ARGS(after))
        .at;
}

static void pages_follow_each_other(void **state)
{
    struct world w = open_shop(state);

    run_only(&w, page_query, store_variable(&w, 10));
    struct sc_str one = said(&w, "endCursor");
    assert_true(sc_str_eq(said(&w, "cursor"), one));
    assert_true(sc_str_eq(said(&w, "startCursor"), one));
    assert_str(said(&w, "text"), "two for one");
    run_only(&w, page_query, page_variables(&w, one));
    assert_str(said(&w, "text"), "buy and get");
    assert_true(sc_str_find(sc_buf_str(&w.answer),
                            SC_STR("\"hasNextPage\":true,\"hasPreviousPage\":true")) > 0);
    run_only(&w, page_query, page_variables(&w, said(&w, "endCursor")));
    assert_str(said(&w, "text"), "the last");
    assert_true(sc_str_find(sc_buf_str(&w.answer), SC_STR("\"hasNextPage\":false")) > 0);
    run_only(&w, page_query, page_variables(&w, said(&w, "endCursor")));
    assert_true(sc_str_find(sc_buf_str(&w.answer),
                            SC_STR("\"edges\":[],\"pageInfo\":{\"hasNextPage\":false,"
                                   "\"hasPreviousPage\":true,\"startCursor\":null")) > 0);
    sc_buf_finish(&w.answer);
}

static void broken_cursors_and_sizes_are_errors_of_their_field(void **state)
{
    struct world w = open_shop(state);

    run_only(&w, page_query, store_variable(&w, 10));
    struct sc_str cursor = said(&w, "endCursor");
    for (size_t i = 0; i < cursor.len; i++) {
        struct sc_str broken = sc_arena_str(w.arena, cursor);
        char *at = sc_arena_alloc(w.arena, broken.len);
        memcpy(at, broken.at, broken.len);
        at[i] = at[i] == 'A' ? 'B' : 'A';
        run_only(&w, page_query, page_variables(&w, (struct sc_str){.at = at, .len = broken.len}));
        assert_true(sc_str_find(sc_buf_str(&w.answer), SC_STR("after is no cursor")) > 0);
    }
    run_only(&w, "query ($id: ID!) { store(id: $id) { deals(first: 101) { nodes { text } } } }",
             store_variable(&w, 10));
    assert_str(said(&w, "message"), "first must be 0 to 100");
    assert_str(said(&w, "code"), "BAD_USER_INPUT");
    check_with(&w,
               "query ($id: ID!) { store(id: $id) { deals(first: 0) { nodes { text }"
               " pageInfo { hasNextPage } } } }",
               store_variable(&w, 10),
               "{\"data\":{\"store\":{\"deals\":{\"nodes\":[],\"pageInfo\":{\"hasNextPage\":true}"
               "}}}}");
    sc_buf_finish(&w.answer);
}

static void an_enum_is_given_as_the_database_says_it(void **state)
{
    struct world w = open_shop(state);
    const char *variables = sc_arena_printf(w.arena, "{\"id\":\"%.*s\",\"kind\":\"BUY_GET\"}",
                                            SC_STR_ARGS(id_of(&w, "s", 10)))
                                .at;

    run_only(&w, page_query, variables);
    assert_str(said(&w, "text"), "buy and get");
    sc_buf_finish(&w.answer);
}

static void a_value_that_is_none_of_its_enum_is_an_error(void **state)
{
    struct world w = open_shop(state);

    check_with(&w, "query ($id: ID!) { store(id: $id) { deals { nodes { kind } } } }",
               store_variable(&w, 10),
               "{\"data\":{\"store\":null},\"errors\":[{\"message\":\"a value that is none of its "
               "type\",\"locations\":[{\"line\":1,\"column\":53}],\"path\":[\"store\",\"deals\","
               "\"nodes\",2,\"kind\"],\"extensions\":{\"code\":\"INTERNAL\"}}]}");
    sc_buf_finish(&w.answer);
}

static void a_failed_load_is_an_error_where_it_stands(void **state)
{
    struct world w = open_shop(state);

    w.host.products = SC_TIMEOUT;
    check_with(&w,
               "query ($id: ID!) { store(id: $id) { deals(first: 1) { nodes { text"
               " product { brand } } } } }",
               store_variable(&w, 10),
               "{\"data\":{\"store\":{\"deals\":{\"nodes\":[{\"text\":\"two for one\",\"product\":"
               "null}]}}},\"errors\":[{\"message\":\"it took too long\",\"locations\":[{\"line\":1,"
               "\"column\":68}],\"path\":[\"store\",\"deals\",\"nodes\",0,\"product\"],"
               "\"extensions\":{\"code\":\"TIMEOUT\"}}]}");
    sc_buf_finish(&w.answer);
}

static void what_must_be_there_and_is_not_makes_its_parent_null(void **state)
{
    struct world w = open_shop(state);

    check_with(
        &w, "query ($id: ID!) { mustStore(id: $id) { name } }", store_variable(&w, 99),
        "{\"data\":null,\"errors\":[{\"message\":\"Cannot return null for non-nullable field "
        "Query.mustStore.\",\"locations\":[{\"line\":1,\"column\":20}],\"path\":"
        "[\"mustStore\"],\"extensions\":{\"code\":\"INTERNAL\"}}]}");
    sc_buf_finish(&w.answer);
}

static void roles_are_asked_for(void **state)
{
    struct world w = open_shop(state);
    const char *query = "query ($id: ID!) { store(id: $id) { name isOpen } }";

    check_with(
        &w, query, store_variable(&w, 10),
        "{\"data\":{\"store\":null},\"errors\":[{\"message\":\"sign in first\",\"locations\":"
        "[{\"line\":1,\"column\":42}],\"path\":[\"store\",\"isOpen\"],"
        "\"extensions\":{\"code\":\"UNAUTHENTICATED\"}}]}");
    w.roles = 1;
    check_with(&w, query, store_variable(&w, 10),
               "{\"data\":{\"store\":null},\"errors\":[{\"message\":\"not allowed\",\"locations\":"
               "[{\"line\":1,\"column\":42}],\"path\":[\"store\",\"isOpen\"],"
               "\"extensions\":{\"code\":\"FORBIDDEN\"}}]}");
    w.roles = 2;
    check_with(&w, query, store_variable(&w, 10),
               "{\"data\":{\"store\":{\"name\":\"North\",\"isOpen\":true}}}");
    sc_buf_finish(&w.answer);
}

static void functions_get_their_struct_and_give_rows_in_rows(void **state)
{
    struct world w = open_shop(state);
    const char *variables =
        sc_arena_printf(w.arena,
                        "{\"lines\":[{\"name\":\"milk\",\"unit\":\"KILOGRAM\"},"
                        "{\"name\":\"bread\",\"quantity\":3}],\"stores\":[\"%.*s\"],"
                        "\"at\":\"1970-01-01T02:00:00.5+02:00\"}",
                        SC_STR_ARGS(id_of(&w, "s", 11)))
            .at;

    check_with(&w,
               "query ($lines: [Line!]!, $stores: [ID!], $at: DateTime) {"
               " plan(lines: $lines, stores: $stores, kind: BUY_GET, at: $at,"
               " near: { lat: 32, lon: 34.5 })"
               " { name total stops { lines store { name } } best { lines store { name } } } }",
               variables,
               "{\"data\":{\"plan\":{\"name\":\"cheapest\",\"total\":5000,\"stops\":["
               "{\"lines\":3,\"store\":{\"name\":\"North\"}},{\"lines\":1,\"store\":{\"name\":"
               "\"South\"}}],\"best\":{\"lines\":1,\"store\":{\"name\":\"South\"}}}}}");
    assert_int_equal(w.host.turns, 2);
    const struct shop_plan_in *asked = w.host.asked;
    const struct shop_line_in *lines = asked->lines.at;
    const struct shop_near_in *near = asked->near;
    assert_int_equal(asked->lines.count, 2);
    assert_str(lines[0].name, "milk");
    assert_int_equal(lines[0].quantity, 1);
    assert_true(lines[0].has_unit && lines[0].unit == 1);
    assert_true(lines[1].quantity == 3 && !lines[1].has_unit);
    assert_true(asked->has_stores && asked->stores.count == 1 && asked->stores.at[0] == 11);
    assert_str(asked->kind, "buy_get");
    assert_true(asked->has_at && asked->at == 500000);
    assert_true(near->lat == 32 && near->lon == 34.5);
    sc_buf_finish(&w.answer);
}

static void variables_that_do_not_fit_run_nothing(void **state)
{
    struct world w = open_shop(state);
    const char *query = "query ($lines: [Line!]!) { plan(lines: $lines) { name } }";

    check_with(&w, query, "{\"lines\":[{\"name\":\"a\"},{\"name\":\"b\",\"quantity\":1.5}]}",
               "variable \"$lines[1].quantity\": Int: not a whole number of 32 bits");
    check_with(&w, query, "{\"lines\":{\"nme\":\"a\"}}",
               "variable \"$lines\": Line: it has no field nme");
    check_with(&w, query, "{}", "variable \"$lines\": is missing");
    check_with(&w, "query ($at: DateTime) { plan(lines: [], at: $at) { name } }",
               "{\"at\":\"yesterday\"}",
               "variable \"$at\": DateTime: not a time such as 2026-11-25T20:58:30Z");
    sc_buf_finish(&w.answer);
}

static void a_pick_makes_one_of_the_rows_by_what_its_parent_says(void **state)
{
    struct world w = open_shop(state);
    struct sc_str north = id_of(&w, "s", 10), south = id_of(&w, "s", 11);

    check_with(&w,
               "query($ids: [ID!]!, $kind: DealKind) { nodes(ids: $ids) { ... on Store { name"
               " longest(kind: $kind) { text store { name } } any: longest { text } } } }",
               sc_arena_printf(w.arena,
                               "{\"ids\":[\"%.*s\",\"%.*s\",\"%.*s\"],\"kind\":\"MULTI_BUY\"}",
                               SC_STR_ARGS(north), SC_STR_ARGS(south), SC_STR_ARGS(north))
                   .at,
               "{\"data\":{\"nodes\":["
               "{\"name\":\"North\",\"longest\":{\"text\":\"two for one\","
               "\"store\":{\"name\":\"North\"}},\"any\":{\"text\":\"the last\"}},"
               "{\"name\":\"South\",\"longest\":null,\"any\":null},"
               "{\"name\":\"North\",\"longest\":{\"text\":\"two for one\","
               "\"store\":{\"name\":\"North\"}},\"any\":{\"text\":\"the last\"}}]}}");
    assert_int_equal(w.host.turns, 3);
    sc_buf_finish(&w.answer);
}

static void a_pick_that_fails_is_an_error_of_its_field(void **state)
{
    struct world w = open_shop(state);

    check_with(&w, "query($id: ID!) { store(id: $id) { name longest(kind: BUY_GET) { text } } }",
               sc_arena_printf(w.arena, "{\"id\":\"%.*s\"}", SC_STR_ARGS(id_of(&w, "s", 10))).at,
               "{\"data\":{\"store\":{\"name\":\"North\",\"longest\":null}},\"errors\":["
               "{\"message\":\"that is too much\",\"locations\":[{\"line\":1,\"column\":41}],"
               "\"path\":[\"store\",\"longest\"],\"extensions\":{\"code\":\"COST_LIMIT\"}}]}");
    sc_buf_finish(&w.answer);
}

static void what_has_the_key_of_its_parent_does_not_wait_for_it(void **state)
{
    struct world w = open_shop(state);
    const char *three =
        sc_arena_printf(w.arena, "{\"ids\":[\"%.*s\",\"%.*s\",\"%.*s\"]}",
                        SC_STR_ARGS(id_of(&w, "s", 11)), SC_STR_ARGS(id_of(&w, "s", 77)),
                        SC_STR_ARGS(id_of(&w, "s", 10)))
            .at;

    check_with(&w,
               "query ($ids: [ID!]!) { stores(ids: $ids) { name longest { text }"
               " deals(first: 1) { nodes { text } } } }",
               three,
               "{\"data\":{\"stores\":["
               "{\"name\":\"South\",\"longest\":null,\"deals\":{\"nodes\":[{\"text\":\"south\"}]}},"
               "{\"name\":\"North\",\"longest\":{\"text\":\"the last\"},"
               "\"deals\":{\"nodes\":[{\"text\":\"two for one\"}]}}]}}");
    assert_int_equal(w.host.turns, 1);
    sc_buf_finish(&w.answer);
}

static void what_was_asked_for_below_a_parent_that_is_not_there_is_not_told(void **state)
{
    struct world w = open_shop(state);
    const char *text = "query ($id: ID!) { store(id: $id) { deals(after: \"?\") { nodes { text } }"
                       " longest(kind: BUY_GET) { text store { name } } } }";

    check_with(&w, text, store_variable(&w, 77), "{\"data\":{\"store\":null}}");
    w.host.stores = SC_TIMEOUT;
    check_with(&w, text, store_variable(&w, 10),
               "{\"data\":{\"store\":null},\"errors\":[{\"message\":\"it took too long\","
               "\"locations\":[{\"line\":1,\"column\":20}],\"path\":[\"store\"],"
               "\"extensions\":{\"code\":\"TIMEOUT\"}}]}");
    sc_buf_finish(&w.answer);
}

static void a_mutation_goes_on_field_by_field_and_stops_at_null(void **state)
{
    struct world w = open_shop(state);
    const char *mutation = "mutation { first { name } second { name } third { name } }";

    w.host.calls[0] = SC_CONFLICT;
    check(&w, mutation,
          "{\"data\":{\"first\":null,\"second\":{\"name\":\"cheapest\"},\"third\":{\"name\":"
          "\"cheapest\"}},\"errors\":[{\"message\":\"someone else was first\",\"locations\":"
          "[{\"line\":1,\"column\":12}],\"path\":[\"first\"],"
          "\"extensions\":{\"code\":\"CONFLICT\"}}]}");
    assert_int_equal(w.host.turns, 3);
    assert_int_equal(w.host.batches, 3);
    w.host = (struct shop_host){.arena = w.arena, .calls = {SC_OK, SC_NOT_FOUND}};
    check(&w, mutation,
          "{\"data\":null,\"errors\":[{\"message\":\"there is no such thing\",\"locations\":"
          "[{\"line\":1,\"column\":27}],\"path\":[\"second\"],"
          "\"extensions\":{\"code\":\"NOT_FOUND\"}}]}");
    assert_int_equal(w.host.batches, 2);
    sc_buf_finish(&w.answer);
}

static void what_is_asked_and_in_which_order_depends_on_variables(void **state)
{
    struct world w = open_shop(state);
    const char *query = "query ($id: ID!, $x: Boolean!) { store(id: $id) { ...F @include(if: $x)"
                        " __typename name t: __typename @skip(if: $x) ...F } }"
                        " fragment F on Store { name id: __typename }";
    struct sc_str id = id_of(&w, "s", 10);

    check_with(&w, query,
               sc_arena_printf(w.arena, "{\"id\":\"%.*s\",\"x\":true}", SC_STR_ARGS(id)).at,
               "{\"data\":{\"store\":{\"name\":\"North\",\"id\":\"Store\",\"__typename\":"
               "\"Store\"}}}");
    check_with(&w, query,
               sc_arena_printf(w.arena, "{\"id\":\"%.*s\",\"x\":false}", SC_STR_ARGS(id)).at,
               "{\"data\":{\"store\":{\"__typename\":\"Store\",\"name\":\"North\",\"t\":\"Store\","
               "\"id\":\"Store\"}}}");
    sc_buf_finish(&w.answer);
}

static void a_null_that_should_say_what_is_asked_is_an_error_of_the_object(void **state)
{
    struct world w = open_shop(state);
    struct sc_str id = id_of(&w, "s", 10);
    const char *below = "query ($id: ID!, $b: Boolean = true, $f: Boolean!) { store(id: $id) {"
                        " name ... @include(if: $f) { n: name @skip(if: $b) } } }";

    check_with(&w, "query ($b: Boolean = true) { __typename n: __typename @include(if: $b) }",
               "{\"b\":null}",
               "{\"data\":null,\"errors\":[{\"message\":\"@skip and @include must not be given "
               "null\",\"locations\":[{\"line\":1,\"column\":41}],"
               "\"extensions\":{\"code\":\"BAD_USER_INPUT\"}}]}");
    check_with(
        &w, below,
        sc_arena_printf(w.arena, "{\"id\":\"%.*s\",\"b\":null,\"f\":true}", SC_STR_ARGS(id)).at,
        "{\"data\":{\"store\":null},\"errors\":[{\"message\":\"@skip and @include must not be "
        "given "
        "null\",\"locations\":[{\"line\":1,\"column\":99}],\"path\":[\"store\"],"
        "\"extensions\":{\"code\":\"BAD_USER_INPUT\"}}]}");
    check_with(
        &w, below,
        sc_arena_printf(w.arena, "{\"id\":\"%.*s\",\"b\":null,\"f\":false}", SC_STR_ARGS(id)).at,
        "{\"data\":{\"store\":{\"name\":\"North\"}}}");
    w.host = (struct shop_host){.arena = w.arena};
    run_only(&w, "mutation ($b: Boolean = true) { first { name } second @skip(if: $b) { name } }",
             "{\"b\":null}");
    assert_true(sc_str_starts(sc_buf_str(&w.answer), SC_STR("{\"data\":null,")));
    assert_int_equal(w.host.batches, 0);
    sc_buf_finish(&w.answer);
}

static void a_field_asked_for_twice_is_one_and_its_parts_are_merged(void **state)
{
    struct world w = open_shop(state);

    check_with(&w,
               "query ($id: ID!) { store(id: $id) { deals(first: 1) { nodes { text } } }"
               " store(id: $id) { name deals(first: 1) { nodes { kind } } } }",
               store_variable(&w, 10),
               "{\"data\":{\"store\":{\"deals\":{\"nodes\":[{\"text\":\"two for one\",\"kind\":"
               "\"MULTI_BUY\"}]},\"name\":\"North\"}}}");
    assert_int_equal(w.host.batches, 2);
    sc_buf_finish(&w.answer);
}

static void a_subscription_has_a_source_and_answers_events(void **state)
{
    struct world w = open_shop(state);
    struct sc_gql_errors errors = {.arena = w.arena};
    const struct sc_gql_function *function = NULL;
    const char *query = "subscription ($stores: [ID!]) { ticks(stores: $stores) { name"
                        " best { store { name } } } }";
    const char *variables =
        sc_arena_printf(w.arena, "{\"stores\":[\"%.*s\"]}", SC_STR_ARGS(id_of(&w, "s", 11))).at;
    const void *in = NULL;
    struct sc_gql_run *run = run_of(&w, query, variables);

    assert_int_equal(sc_gql_run_source(run, &errors, &function, &in), SC_OK);
    assert_ptr_equal(function, &shop_functions[2]);
    assert_int_equal(((const struct shop_plan_in *)in)->stores.at[0], 11);
    w.event = &shop_plans[0];
    check_with(&w, query, variables,
               "{\"data\":{\"ticks\":{\"name\":\"cheapest\",\"best\":{\"store\":{\"name\":"
               "\"South\"}}}}}");
    run = run_of(&w, query, "{\"stores\":[\"s_1\"]}");
    assert_int_equal(sc_gql_run_source(run, &errors, &function, &in), SC_INVALID);
    assert_str(sc_str_of(errors.first->code), "BAD_USER_INPUT");
    run = run_of(&w, "{ __typename }", "{}");
    assert_int_equal(sc_gql_run_source(run, &errors, &function, &in), SC_INVALID);
    sc_buf_finish(&w.answer);
}

static void an_answer_over_the_cap_is_one_error(void **state)
{
    struct world w = open_shop(state);
    static const struct sc_gql_budget budget = {.limit = 100, .remaining = 93, .per_s = 10};
    struct sc_gql_extensions extensions = {.request_id = {"r1", 2}, .cost = 7};
    struct sc_gql_batches batches;
    const char *query =
        "query ($id: ID!) { store(id: $id) { deals { nodes { text tags days } } } }";
    struct sc_buf small;

    struct sc_gql_run *run = run_of(&w, query, store_variable(&w, 10));
    while (sc_gql_run_turn(run, &batches) == SC_GQL_WAITS)
        shop_answer(&w.host, &batches);
    sc_buf_init(&small, 180);
    assert_int_equal(sc_gql_run_write(run, &extensions, &small), SC_LIMITED);
    assert_str(sc_buf_str(&small),
               "{\"errors\":[{\"message\":\"the answer is too large\",\"extensions\":{\"code\":"
               "\"COST_LIMIT\",\"requestId\":\"r1\"}}],\"data\":null}");
    sc_buf_finish(&small);
    assert_int_equal(sc_gql_run_write(run, &extensions, &w.answer), SC_OK);
    assert_true(sc_str_ends(sc_buf_str(&w.answer),
                            SC_STR(",\"extensions\":{\"cost\":{\"requested\":7}}}")));
    sc_buf_clear(&w.answer);
    extensions.budget = &budget;
    assert_int_equal(sc_gql_run_write(run, &extensions, &w.answer), SC_OK);
    assert_true(sc_str_ends(sc_buf_str(&w.answer),
                            SC_STR(",\"extensions\":{\"cost\":{\"requested\":7,\"limit\":100,"
                                   "\"remaining\":93,\"restoreRate\":10}}}")));
    sc_buf_finish(&w.answer);
}

/* Runs a plan in ever larger arenas until all of it fits: too little is one error, and no more. */
static void run_in_any_arena(struct world *w, const char *text, const char *variables)
{
    static const struct sc_gql_extensions extensions = {.cost = -1};
    const struct sc_gql_plan *plan = plan_of(w, text);
    struct sc_json_in *in = sc_arena_zalloc(w->arena, sizeof *in);
    struct sc_json json;
    size_t cap = 64;

    sc_json_in_parse_any(in, w->arena, sc_str_of(variables), 64, &json);
    for (enum sc_status st = SC_LIMITED; st != SC_OK; cap += 16) {
        struct sc_arena *small = sc_arena_create(cap);
        struct sc_gql_errors errors = {.arena = small};
        struct sc_gql_batches batches;
        struct sc_gql_run *run;
        const struct sc_gql_run_config config = {
            .arena = small, .plan = plan, .variables = &json, .roles = 2};
        st = sc_gql_run_create(&config, &errors, &run);
        if (st == SC_OK) {
            while (sc_gql_run_turn(run, &batches) == SC_GQL_WAITS)
                shop_answer(&w->host, &batches);
            sc_buf_clear(&w->answer);
            st = sc_gql_run_write(run, &extensions, &w->answer);
        }
        assert_true(st == SC_OK || st == SC_LIMITED);
        sc_arena_destroy(small);
    }
    assert_in_range(cap, 512, 16384);
    struct sc_buf cut = w->answer;
    sc_buf_init(&w->answer, 1 << 20);
    w->roles = 2;
    run_only(w, text, variables);
    assert_true(sc_str_eq(sc_buf_str(&cut), sc_buf_str(&w->answer)));
    sc_buf_finish(&cut);
}

static void a_full_arena_is_one_error(void **state)
{
    struct world w = open_shop(state);

    run_in_any_arena(&w,
                     "{ plan(lines: []) { name stops { store { name longest { text }"
                     " deals { nodes { text } edges { cursor } } } } } }",
                     "{}");
    run_in_any_arena(&w, "query ($id: ID!) { node(id: $id) { ... on Store { name isOpen } } }",
                     store_variable(&w, 10));
    sc_buf_finish(&w.answer);
}

static void a_full_arena_is_an_error_where_an_argument_does_not_fit_either(void **state)
{
    struct world w = open_shop(state);

    run_in_any_arena(&w, "query ($l: [Line!] = []) { plan(lines: $l) { name } }", "{\"l\":null}");
    run_in_any_arena(&w, "query ($n: String = \"Deal\") { __type(name: $n) { name } }",
                     "{\"n\":null}");
    sc_buf_finish(&w.answer);
}

static void a_source_that_has_no_room_for_its_arguments_is_none(void **state)
{
    struct world w = open_shop(state);
    const struct sc_gql_plan *plan = plan_of(&w, "subscription { ticks { name } }");
    enum sc_status st = SC_LIMITED;
    int limited = 0;

    for (size_t cap = 64; st != SC_OK; cap += 16) {
        struct sc_arena *small = sc_arena_create(cap);
        struct sc_gql_errors errors = {.arena = small};
        const struct sc_gql_function *function = NULL;
        const void *in = NULL;
        struct sc_gql_run *run;
        const struct sc_gql_run_config config = {.arena = small, .plan = plan};
        st = sc_gql_run_create(&config, &errors, &run);
        if (st == SC_OK) {
            st = sc_gql_run_source(run, &errors, &function, &in);
            limited += st == SC_LIMITED;
        }
        assert_true(st == SC_LIMITED || (st == SC_OK && in != NULL));
        sc_arena_destroy(small);
    }
    assert_true(limited > 0);
    sc_buf_finish(&w.answer);
}

static void a_plan_says_what_it_is(void **state)
{
    struct world w = open_shop(state);
    const struct sc_gql_plan *plan =
        plan_of(&w, "query Deals { node(id: \"\") { ... on Store { deals { edges { node { product {"
                    " brand } } } } } } }");

    assert_str(sc_gql_plan_name(plan), "Deals");
    assert_int_equal(sc_gql_plan_operation(plan), SC_GQL_QUERY);
    sc_buf_finish(&w.answer);
}

UNIT_TESTS(a_test(a_page_of_deals_with_their_products_takes_two_levels),
           a_test(ids_name_their_type), a_test(an_id_of_another_type_is_an_error_of_its_field),
           a_test(a_list_of_keys_gives_the_rows_of_each), a_test(every_kind_of_column_is_written),
           a_test(what_stands_beside_is_not_loaded), a_test(pages_follow_each_other),
           a_test(broken_cursors_and_sizes_are_errors_of_their_field),
           a_test(an_enum_is_given_as_the_database_says_it),
           a_test(a_value_that_is_none_of_its_enum_is_an_error),
           a_test(a_failed_load_is_an_error_where_it_stands),
           a_test(what_must_be_there_and_is_not_makes_its_parent_null), a_test(roles_are_asked_for),
           a_test(functions_get_their_struct_and_give_rows_in_rows),
           a_test(a_pick_makes_one_of_the_rows_by_what_its_parent_says),
           a_test(a_pick_that_fails_is_an_error_of_its_field),
           a_test(what_has_the_key_of_its_parent_does_not_wait_for_it),
           a_test(what_was_asked_for_below_a_parent_that_is_not_there_is_not_told),
           a_test(variables_that_do_not_fit_run_nothing),
           a_test(a_mutation_goes_on_field_by_field_and_stops_at_null),
           a_test(what_is_asked_and_in_which_order_depends_on_variables),
           a_test(a_null_that_should_say_what_is_asked_is_an_error_of_the_object),
           a_test(a_field_asked_for_twice_is_one_and_its_parts_are_merged),
           a_test(a_subscription_has_a_source_and_answers_events),
           a_test(an_answer_over_the_cap_is_one_error), a_test(a_full_arena_is_one_error),
           a_test(a_full_arena_is_an_error_where_an_argument_does_not_fit_either),
           a_test(a_source_that_has_no_room_for_its_arguments_is_none),
           a_test(a_plan_says_what_it_is))
