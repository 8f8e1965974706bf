#include "gateway/params.h"

#include <stdio.h>

#include "testing/unit.h"

static struct gateway_params params;

static enum sc_status body(void **state, const char *text, struct sc_request *ret_rq)
{
    *ret_rq = (struct sc_request){.arena = *state, .deadline = sc_deadline_none()};
    return gateway_params_of_body(ret_rq, sc_str_of(text), &params);
}

static void takes(void **state, const char *text)
{
    struct sc_request rq;

    if (body(state, text, &rq) != SC_OK)
        fail_msg("%s: %.*s", text, SC_STR_ARGS(sc_failure_words(&rq)));
}

static void refuses(void **state, const char *text, const char *words)
{
    struct sc_request rq;

    if (body(state, text, &rq) != SC_INVALID)
        fail_msg("%s is taken", text);
    if (sc_str_find(sc_failure_words(&rq), sc_str_of(words)) != 0)
        fail_msg("%s: %.*s", text, SC_STR_ARGS(sc_failure_words(&rq)));
}

static void a_body_has_what_it_says(void **state)
{
    struct sc_json a;

    takes(state, "{\"query\": \"{ a }\", \"operationName\": \"A\", \"variables\": {\"a\": 1}}");
    assert_str(params.query, "{ a }");
    assert_str(params.operation_name, "A");
    assert_true(sc_json_in_has(params.variables, "a", &a));
    assert_str(sc_json_in_raw(&a), "1");
    assert_null(params.document_id.at);
}

static void null_is_as_good_as_nothing(void **state)
{
    takes(state, "{\"query\": \"{ a }\", \"operationName\": null, \"variables\": null, "
                 "\"extensions\": null, \"documentId\": null}");
    assert_null(params.operation_name.at);
    assert_null(params.variables);
}

static void a_document_has_an_id_in_either_form(void **state)
{
    takes(state, "{\"documentId\": \"sha256:1f\"}");
    assert_str(params.document_id, "sha256:1f");
    takes(state,
          "{\"extensions\": {\"persistedQuery\": {\"version\": 1, \"sha256Hash\": \"1f\"}}}");
    assert_str(params.document_id, "1f");
    takes(state, "{\"query\": \"{ a }\", \"extensions\": {\"other\": 1}}");
    assert_null(params.document_id.at);
}

static void what_is_wrong_is_named(void **state)
{
    refuses(state, "", "body: ");
    refuses(state, "[]", "body: must be a JSON object");
    refuses(state, "[{\"query\": \"{ a }\"}]", "body: must be a JSON object"); /* no batches */
    refuses(state, "{\"query\": \"{ a }\"", "body: ");
    refuses(state, "{}", "query: must be given");
    refuses(state, "{\"query\": null}", "query: must be given");
    refuses(state, "{\"query\": {}}", "query: must be a string");
    refuses(state, "{\"query\": \"{ a }\", \"operationName\": 7}", "operationName: must be");
    refuses(state, "{\"query\": \"{ a }\", \"variables\": \"{}\"}", "variables: must be");
    refuses(state, "{\"query\": \"{ a }\", \"variables\": []}", "variables: must be");
    refuses(state, "{\"query\": \"{ a }\", \"extensions\": 1}", "extensions: must be");
    refuses(state, "{\"extensions\": {\"persistedQuery\": true}}", "extensions.persistedQuery: ");
    refuses(state, "{\"query\": \"\\ud800\"}", "body"); /* half a character */
}

static void depth_is_bounded(void **state)
{
    char text[4 * GATEWAY_JSON_DEPTH_MAX + 100];
    size_t len =
        (size_t)snprintf(text, sizeof text, "{\"query\": \"{ a }\", \"variables\": {\"a\": ");

    memset(text + len, '[', 2 * GATEWAY_JSON_DEPTH_MAX);
    text[len + 2 * GATEWAY_JSON_DEPTH_MAX] = '\0';
    refuses(state, text, "body");
}

static void a_query_has_json_in_its_members(void **state)
{
    struct sc_request rq = {.arena = *state, .deadline = sc_deadline_none()};
    struct gateway_query query = {
        .query = SC_STR("{ a }"),
        .operation_name = SC_STR(""),
        .variables = SC_STR("{\"a\": 1}"),
        .extensions = SC_STR("null"),
    };
    struct sc_json a;

    assert_int_equal(gateway_params_of_query(&rq, &query, &params), SC_OK);
    assert_true(sc_json_in_has(params.variables, "a", &a));
    assert_null(params.operation_name.at);
    query.variables = SC_STR("7");
    assert_int_equal(gateway_params_of_query(&rq, &query, &params), SC_INVALID);
    assert_str(sc_failure_words(&rq), "variables: must be a JSON object");
}

UNIT_TESTS(a_test(a_body_has_what_it_says), a_test(null_is_as_good_as_nothing),
           a_test(a_document_has_an_id_in_either_form), a_test(what_is_wrong_is_named),
           a_test(depth_is_bounded), a_test(a_query_has_json_in_its_members))
