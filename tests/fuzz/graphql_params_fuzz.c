/*
 * What a request asks for, in bytes of anybody: as the body of a POST, and as the query of a GET.
 * Whatever is taken keeps the promises of gateway/params.h; a refusal says which parameter is
 * wrong, in one line.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"
#include "gateway/params.h"
#include "net/http_parts.h"

enum {
    TIGHT_ARENA = 2000, /* in which some requests have no room */
};

/* What the variables are is read to the last value, each of which knows its place. */
static void check_value(const struct sc_json *value)
{
    struct sc_json child;
    size_t count = 0;

    assert(sc_utf8_is_valid(sc_json_in_raw(value)));
    for (bool more = sc_json_in_first(value, &child); more; more = sc_json_in_next(&child)) {
        assert(child.up == value && child.index == count);
        check_value(&child);
        count++;
    }
    assert(count == sc_json_in_count(value));
}

static void check(struct sc_request *rq, enum sc_status st, const struct gateway_params *params)
{
    struct sc_str words = sc_failure_words(rq);

    assert(st == SC_OK || st == SC_INVALID || st == SC_NO_MEMORY);
    assert(rq->failure.status == st);
    if (st == SC_INVALID)
        assert(sc_str_find_char(words, ':') > 0 && sc_str_find_char(words, '\n') < 0 &&
               sc_utf8_is_valid(words));
    if (st != SC_OK)
        return;
    assert(params->query.at != NULL || params->document_id.at != NULL);
    if (params->variables == NULL)
        return;
    assert(sc_json_in_is_object(params->variables));
    check_value(params->variables);
}

static void ask_by_body(struct sc_request *rq, struct sc_str text)
{
    struct gateway_params params;
    enum sc_status st = gateway_params_of_body(rq, text, &params);

    check(rq, st, &params);
    if (st == SC_OK)
        assert(sc_utf8_is_valid(params.query) && sc_utf8_is_valid(params.document_id) &&
               sc_utf8_is_valid(params.operation_name));
}

/* As gateway/graphql.c takes it from the exchange, of which nothing but the query is there. */
static void ask_by_query(struct sc_request *rq, struct sc_str text)
{
    const struct sc_http_exchange exchange = {.rq = *rq, .target = {.query = text}};
    const struct gateway_query query = {
        .query = sc_http_query(&exchange, SC_STR("query")),
        .document_id = sc_http_query(&exchange, SC_STR("documentId")),
        .operation_name = sc_http_query(&exchange, SC_STR("operationName")),
        .variables = sc_http_query(&exchange, SC_STR("variables")),
        .extensions = sc_http_query(&exchange, SC_STR("extensions")),
    };
    struct gateway_params params;

    check(rq, gateway_params_of_query(rq, &query, &params), &params);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const forms[])(struct sc_request *, struct sc_str) = {ask_by_body, ask_by_query};
    static const size_t arenas[] = {SC_ARENA_REQUEST_CAP, TIGHT_ARENA};
    const struct sc_str text = {.at = (const char *)data, .len = size};

    for (size_t form = 0; form < SC_COUNT(forms); form++)
        for (size_t i = 0; i < SC_COUNT(arenas); i++) {
            struct sc_request rq;
            enum sc_status st = sc_request_init(&rq, arenas[i], sc_deadline_none());
            assert(st == SC_OK);
            forms[form](&rq, text);
            sc_request_finish(&rq);
        }
    return 0;
}
