/*
 * serve_test.c - `smartcart serve` over the sample world, asked byte for byte.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/helpers/graphql.h"
#include "api/helpers/sample.h"
#include "api/helpers/server.h"
#include "runtime/deadline.h"

enum {
    EVENT_MS = 10 * 1000,
    AT_ONCE = 64,      /* requests */
    METRICS_EACH = 16, /* of them is one for the metrics */
    ROUNDS = 5,
};

static struct test_serving serving;

/* A server of these words, on the sample world, beside the one that all tests share. */
static struct test_serving start(const char *const *words, const char *setting)
{
    const struct catalogue *c = sample_catalogue();
    struct test_serving started;
    char log[sizeof c->folder + 20];

    snprintf(log, sizeof log, "%s/serve.log", c->folder);
    test_serve_start(
        &(struct test_serve){
            .database_url = c->database.url, .log_path = log, .words = words, .setting = setting},
        &started);
    return started;
}

static int setup(void **state)
{
    const char *const words[] = {"serve", "--port", "0", NULL};

    if (sample_setup(state) != 0)
        return -1;
    serving = start(words, NULL);
    return 0;
}

static int teardown(void **state)
{
    test_serve_stop(sample_catalogue()->arena, &serving);
    return sample_teardown(state);
}

static struct sc_arena *arena(void)
{
    return sample_catalogue()->arena;
}

static json_t *ask(const char *document, const char *variables)
{
    return test_ask(arena(), &serving, document, variables);
}

/* A request of these headers and body; Host, length and closing are added. */
static struct sc_str request_of(const char *line, const char *headers, struct sc_str body)
{
    struct sc_str bytes = sc_arena_printf(
        arena(), "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s%s%zu\r\n\r\n%.*s", line,
        headers, "Content-Length: ", body.len, SC_STR_ARGS(body));

    assert_non_null(bytes.at);
    return bytes;
}

static struct test_answer send_to(const struct test_serving *to, const char *line,
                                  const char *headers, const char *body)
{
    struct test_answer answer;
    int fd = test_connect(to->port);

    assert_true(test_send(fd, request_of(line, headers, sc_str_of(body))));
    assert_true(test_receive(arena(), fd, TEST_ANSWER_MS, &answer));
    close(fd);
    return answer;
}

static bool has(struct sc_str text, const char *part)
{
    return sc_str_find(text, sc_str_of(part)) >= 0;
}

/* Work for the pool, as it stands in JSON. */
#define A_PLAN                                                                                \
    "whereToBuy(input: {place: {lat: 51.8985, lon: -8.4756}, lines: [{text: \\\"milk\\\"}]})" \
    " { notes { text } }"

#define JSON     "Content-Type: application/json\r\n"
#define RESPONSE "Accept: application/graphql-response+json\r\n"
#define EVENTS   "Accept: text/event-stream\r\n"
#define OPERATOR "Authorization: Bearer " TEST_OPERATOR_TOKEN "\r\n"

static void the_catalogue_is_told_as_it_is(void **state)
{
    (void)state;
    json_t *answer =
        ask("{ retailers { nodes { id key name stores { nodes { id code } } } } }", NULL);
    const json_t *retailers = test_at(answer, "data.retailers.nodes"), *retailer;
    size_t i, stores = 0;

    test_is_clean(answer);
    json_array_foreach(retailers, i, retailer) stores +=
        json_array_size(test_at(retailer, "stores.nodes"));
    assert_int_equal(json_array_size(retailers),
                     catalogue_number(sample_catalogue(), "select count(*) from retail.retailer"));
    assert_int_equal(stores,
                     catalogue_number(sample_catalogue(), "select count(*) from retail.store"));
    json_decref(answer);
}

/* One of many: every other document comes again in each round. */
static struct sc_str nth_request(size_t i, size_t round)
{
    static const char *const asked[] = {
        "retailers { nodes { name stores { nodes { code } } } }",
        "categories(first: 7) { nodes { name } }",
        A_PLAN,
        "__schema { types { name } }",
    };

    if (i % METRICS_EACH == 0)
        return request_of("GET /metrics", "", SC_STR(""));
    return request_of("POST /graphql", JSON,
                      sc_arena_printf(arena(), "{\"query\":\"{ a%zu_%zu: %s }\"}", i, i % 2 * round,
                                      asked[i / 2 % SC_COUNT(asked)]));
}

/*
 * Side by side on all loops and on the pool. Under ThreadSanitizer this shows what loops share:
 * requests one after the other are in order to it, since it knows of their sockets.
 */
static void requests_at_once_have_their_own_answers(void **state)
{
    struct test_answer answer;
    int fds[AT_ONCE];

    (void)state;
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < AT_ONCE; i++)
            fds[i] = test_connect(serving.port);
        for (size_t i = 0; i < AT_ONCE; i++)
            assert_true(test_send(fds[i], nth_request(i, round)));
        for (size_t i = 0; i < AT_ONCE; i++) {
            struct sc_str own =
                sc_arena_printf(arena(), "{\"data\":{\"a%zu_%zu\":", i, i % 2 * round);
            assert_true(test_receive(arena(), fds[i], TEST_ANSWER_MS, &answer));
            assert_int_equal(answer.code, 200);
            assert_true(has(answer.body, i % METRICS_EACH == 0 ? "_bucket{" : own.at));
            close(fds[i]);
        }
    }
}

/* Goes through all pages; each product comes once, and none is missing. */
static void pages_follow_each_other_without_a_gap(void **state)
{
    static const char document[] =
        "query ($after: String) { categories(first: 7, after: $after) { nodes { name } "
        "pageInfo { hasNextPage endCursor } } }";
    char variables[300] = "{}";
    struct sc_str last = SC_STR("");
    size_t count = 0;
    bool more = true;

    (void)state;
    while (more) {
        json_t *answer = ask(document, variables);
        const json_t *nodes = test_at(answer, "data.categories.nodes"), *node;
        size_t i;
        test_is_clean(answer);
        json_array_foreach(nodes, i, node)
        {
            struct sc_str name =
                sc_arena_str(arena(), sc_str_of(json_string_value(json_object_get(node, "name"))));
            assert_true(sc_str_cmp(last, name) < 0);
            last = name;
            count++;
        }
        more = json_is_true(test_at(answer, "data.categories.pageInfo.hasNextPage"));
        if (more)
            snprintf(variables, sizeof variables, "{\"after\": \"%s\"}",
                     test_text_at(answer, "data.categories.pageInfo.endCursor"));
        json_decref(answer);
    }
    assert_int_equal(count, catalogue_number(sample_catalogue(),
                                             "select count(distinct category) from retail.product "
                                             "where category is not null"));
}

static void a_list_is_planned(void **state)
{
    (void)state;
    json_t *answer =
        ask("{ whereToBuy(input: {at: \"" SAMPLE_NOON "\", place: {lat: 51.8985, lon: -8.4756}, "
            "maxStores: 2, lines: [{text: \"2 l milk\"}, {text: \"12 eggs\", quantity: 2}]}) "
            "{ currency lines { text } plans { total { minor } proof { isExact } "
            "stops { till { minor } visit { minor } store { name } } } } }",
            NULL);

    test_is_clean(answer);
    const json_t *plans = test_at(answer, "data.whereToBuy.plans"), *plan;
    size_t i;
    assert_true(json_array_size(plans) > 0);
    json_array_foreach(plans, i, plan)
    {
        const json_t *stops = test_at(plan, "stops"), *stop;
        int64_t tills = 0;
        size_t k;
        json_array_foreach(stops, k, stop) tills += test_int_at(stop, "till.minor");
        assert_true(json_is_true(test_at(plan, "proof.isExact")));
        assert_true(tills > 0);
    }
    json_decref(answer);
}

/* What is asked, and with which code and type it is answered. */
static const struct {
    const char *line, *headers, *body;
    int code;
    const char *type, *says;
} answers[] = {
    {"POST /graphql", JSON, "{\"query\":\"{ __typename }\"}", 200, "application/json",
     "{\"data\":{\"__typename\":\"Query\"}"},
    {"POST /graphql", JSON RESPONSE, "{\"query\":\"{ __typename }\"}", 200,
     "application/graphql-response+json", "\"Query\""},
    {"GET /graphql?query=%7B%20__typename%20%7D", RESPONSE, "", 200,
     "application/graphql-response+json", "\"Query\""},
    {"POST /graphql", JSON, "{\"query\":\"{ nope }\"}", 200, "application/json",
     "GRAPHQL_VALIDATION_FAILED"},
    {"POST /graphql", JSON RESPONSE, "{\"query\":\"{ nope }\"}", 400,
     "application/graphql-response+json", "GRAPHQL_VALIDATION_FAILED"},
    {"POST /graphql", JSON RESPONSE, "{\"query\":\"{ \"}", 400, "application/graphql-response+json",
     "GRAPHQL_PARSE_FAILED"},
    {"POST /graphql", JSON, "{\"query\":\"{ \"}", 200, "application/json", "GRAPHQL_PARSE_FAILED"},
    {"POST /graphql", JSON, "{\"query\":", 400, "application/json", "BAD_REQUEST"},
    {"POST /graphql", JSON, "{}", 400, "application/json", "query: must be given"},
    {"POST /graphql", "Content-Type: text/plain\r\n", "{\"query\":\"{ __typename }\"}", 415,
     "application/json", "BAD_REQUEST"},
    {"POST /graphql", JSON "Accept: text/html\r\n", "{\"query\":\"{ __typename }\"}", 406,
     "application/json", "BAD_REQUEST"},
    {"POST /graphql", JSON,
     "{\"query\":\"query ($id: ID!) { product(id: $id) { name } }\",\"variables\":{\"id\":[]}}",
     200, "application/json", "BAD_USER_INPUT"},
    {"POST /graphql", JSON, "{\"query\":\"{ product(id: \\\"x_1\\\") { name } }\"}", 200,
     "application/json", "\"data\":{\"product\":null}"},
    {"POST /graphql", JSON, "{\"documentId\":\"sha256:00\"}", 200, "application/json",
     "PERSISTED_QUERY_NOT_FOUND"},
    {"POST /graphql", JSON,
     "{\"query\":\"{ retailers(first: 100) { nodes { stores(first: 100) { nodes { name } } } } "
     "}\"}",
     200, "application/json", "COST_LIMIT"},
    {"POST /graphql", JSON, "{\"query\":\"subscription { importProgress { path } }\"}", 406,
     "application/json", "text/event-stream"},
    {"POST /graphql", JSON EVENTS, "{\"query\":\"{ __typename }\"}", 200, "text/event-stream",
     "event: next\ndata: {\"data\":{\"__typename\":\"Query\"}"},
    {"POST /graphql", JSON EVENTS, "{\"query\":\"subscription { importProgress { path } }\"}", 200,
     "text/event-stream", "UNAUTHENTICATED"},
    {"PUT /graphql", JSON, "{}", 405, "application/json", "errors"},
    {"GET /nothing", "", "", 404, "application/json", "NOT_FOUND"},
    {"GET /schema.graphql", "", "", 200, "text/plain", "type Query {"},
    {"GET /healthz", "", "", 200, NULL, ""},
    {"GET /readyz", "", "", 200, NULL, ""},
    {"GET /metrics", "", "", 200, "text/plain", "_bucket{"},
    {"GET /metrics", "", "", 200, "text/plain", "smartcart_loop_busy_seconds_total{loop=\"0\"}"},
    {"GET /metrics", "", "", 200, "text/plain", "smartcart_cpu_pool_done_total "},
    {"GET /metrics", "", "", 200, "text/plain", "smartcart_web_pool_done_total "},
    {"GET /metrics", "", "", 200, "text/plain", "smartcart_password_pool_refused_total "},
    {"GET /metrics", "", "", 200, "text/plain", "smartcart_l1_hits_total "},
};

static void each_request_has_its_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < SC_COUNT(answers); i++) {
        struct test_answer answer =
            send_to(&serving, answers[i].line, answers[i].headers, answers[i].body);
        struct sc_str type = test_header(&answer, "Content-Type");
        if (answer.code != answers[i].code || !has(answer.body, answers[i].says) ||
            (answers[i].type != NULL && !sc_str_starts(type, sc_str_of(answers[i].type))))
            fail_msg("%s %s: %d %.*s %.*s", answers[i].line, answers[i].body, answer.code,
                     SC_STR_ARGS(type), SC_STR_ARGS(answer.body));
    }
}

static void no_binding_is_published(void **state)
{
    (void)state;
    struct test_answer answer = send_to(&serving, "GET /schema.graphql", "", "");

    assert_int_equal(answer.code, 200);
    assert_false(has(answer.body, "@loader"));
    assert_false(has(answer.body, "@function"));
    assert_false(has(answer.body, "@auth"));
}

static void cookies_need_a_header_that_html_cannot_send(void **state)
{
    static const char line[] = "GET /graphql?query=%7B%20__typename%20%7D";

    (void)state;
    assert_int_equal(send_to(&serving, line, "Cookie: a=b\r\n", "").code, 403);
    assert_int_equal(
        send_to(&serving, line, "Cookie: a=b\r\nGraphQL-Require-Preflight: 1\r\n", "").code, 200);
    assert_int_equal(send_to(&serving, line, "", "").code, 200);
    assert_int_equal(
        send_to(&serving, "POST /graphql", JSON "Cookie: a=b\r\n", "{\"query\":\"{ __typename }\"}")
            .code,
        200);
}

static void production_tells_its_schema_to_operators_alone(void **state)
{
    const char *const words[] = {"serve", "--port", "0", NULL};
    static const char query[] = "{\"query\":\"{ __schema { queryType { name } } }\"}";
    static const char typo[] = "{\"query\":\"{ retailer { name } }\"}";
    struct test_serving production = start(words, "SMARTCART_MODE=production");

    (void)state;
    assert_true(has(send_to(&serving, "POST /graphql", JSON, query).body, "\"Query\""));
    assert_true(has(send_to(&production, "POST /graphql", JSON, query).body, "errors"));
    assert_true(has(send_to(&production, "POST /graphql", JSON OPERATOR, query).body, "\"Query\""));
    assert_false(has(send_to(&production, "POST /graphql", JSON, typo).body, "Did you mean"));
    test_serve_stop(arena(), &production);
}

static const char *manifest(const char *id)
{
    struct sc_str text =
        sc_arena_printf(arena(), "{\"sha256:%s\": \"{ retailers { nodes { name } } }\"}", id);

    return catalogue_put(sample_catalogue(), "manifest.json", text);
}

static void trusted_documents_are_known_by_their_hash(void **state)
{
    const char *words[] = {"serve", "--port", "0", "--documents", NULL, NULL};
    char *id = test_sql_text(sample_catalogue()->database.url,
                             "select encode(sha256('{ retailers { nodes { name } } }'), 'hex')");
    char body[300];

    (void)state;
    words[4] = manifest(id);
    struct test_serving trusting = start(words, "SMARTCART_DOCUMENTS=trusted");
    snprintf(body, sizeof body, "{\"documentId\":\"sha256:%s\"}", id);
    assert_true(has(send_to(&trusting, "POST /graphql", JSON, body).body, "Larkfield"));
    snprintf(body, sizeof body,
             "{\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"%s\"}}}", id);
    assert_true(has(send_to(&trusting, "POST /graphql", JSON, body).body, "Larkfield"));
    assert_true(
        has(send_to(&trusting, "POST /graphql", JSON, "{\"query\":\"{ __typename }\"}").body,
            "FORBIDDEN"));
    test_serve_stop(arena(), &trusting);
    free(id);
}

static void what_is_wrong_at_the_start_is_said(void **state)
{
    char url[TEST_URL_MAX + 40];
    const char *environment[] = {url, NULL};
    const char *const documents =
        manifest("0000000000000000000000000000000000000000000000000000000000000000");
    const char *const schema =
        catalogue_put(sample_catalogue(), "bad.graphql", SC_STR("type Query {\n  a: Nothing\n}"));
    const char *const unbound =
        catalogue_put(sample_catalogue(), "unbound.graphql",
                      SC_STR("type Query {\n  a: A @loader(name: \"none\")\n}\ntype A { b: Int }"));
    const struct {
        const char *words[6];
        const char *says;
    } starts[] = {
        {{"serve", "--port", "0", "--documents", documents}, "sha256"},
        {{"serve", "--port", "0", "--schema", schema}, "schema:2:6: "},
        {{"serve", "--port", "0", "--schema", unbound}, "schema:2:"},
        {{"serve", "--port", "0", "--schema", "/nothing"}, "/nothing"},
        {{"serve", "--cache", "maybe"}, "--cache"},
    };

    (void)state;
    snprintf(url, sizeof url, "SMARTCART_DATABASE_URL=%s", sample_catalogue()->database.url);
    for (size_t i = 0; i < SC_COUNT(starts); i++) {
        struct test_result result;
        test_program_run(arena(),
                         &(struct test_run){.words = starts[i].words, .environment = environment},
                         &result);
        if (result.exit_code != 2 || !has(result.err, starts[i].says))
            fail_msg("%s: %d %.*s", starts[i].says, result.exit_code, SC_STR_ARGS(result.err));
    }
}

static void a_database_that_is_gone_is_told_and_its_return_is_seen(void **state)
{
    const char *const words[] = {"serve", "--port", "0", "--cache", "off", NULL};
    static const char query[] = "{\"query\":\"{ retailers { nodes { name } } }\"}";
    struct sc_deadline deadline = sc_deadline_in(EVENT_MS);
    struct test_server server;
    struct test_serving lonely;
    char log[200];

    (void)state;
    test_server_start(TEST_BUFFERS_MB, &server);
    snprintf(log, sizeof log, "%s/lonely.log", sample_catalogue()->folder);
    test_serve_start(
        &(struct test_serve){.database_url = server.url, .log_path = log, .words = words}, &lonely);
    /* Nothing was migrated there: the statement fails, and its words stay inside. */
    struct test_answer answer = send_to(&lonely, "POST /graphql", JSON, query);
    assert_int_equal(answer.code, 200);
    assert_true(has(answer.body, "\"code\":\"INTERNAL\""));
    assert_false(has(answer.body, "retail."));
    test_server_stop(&server);
    do
        answer = send_to(&lonely, "POST /graphql", JSON, query);
    while (!has(answer.body, "UNAVAILABLE") && !sc_deadline_is_over(deadline));
    assert_true(has(answer.body, "UNAVAILABLE"));
    assert_int_equal(send_to(&lonely, "GET /readyz", "", "").code, 503);
    assert_int_equal(send_to(&lonely, "GET /healthz", "", "").code, 200);
    test_serve_stop(arena(), &lonely);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_catalogue_is_told_as_it_is),
        cmocka_unit_test(requests_at_once_have_their_own_answers),
        cmocka_unit_test(pages_follow_each_other_without_a_gap),
        cmocka_unit_test(a_list_is_planned),
        cmocka_unit_test(each_request_has_its_code),
        cmocka_unit_test(no_binding_is_published),
        cmocka_unit_test(cookies_need_a_header_that_html_cannot_send),
        cmocka_unit_test(production_tells_its_schema_to_operators_alone),
        cmocka_unit_test(trusted_documents_are_known_by_their_hash),
        cmocka_unit_test(what_is_wrong_at_the_start_is_said),
        cmocka_unit_test(a_database_that_is_gone_is_told_and_its_return_is_seen),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
