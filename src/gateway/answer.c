#include "gateway/answer.h"

#include "gateway/gateway.h"
#include "net/http_accept.h"

enum {
    EVENT_FRAME_MAX = 100, /* bytes around an answer that is an event */
};

/* An application/json answer is told by its body: 200 for whatever is a well-formed request. */
static const struct {
    int response; /* under application/graphql-response+json */
    int json;
} codes[GATEWAY_OUTCOME_COUNT] = {
    [GATEWAY_EXECUTED] = {200, 200},     [GATEWAY_BAD_REQUEST] = {400, 400},
    [GATEWAY_REFUSED] = {400, 200},      [GATEWAY_WRONG_METHOD] = {405, 405},
    [GATEWAY_NOT_ACCEPTED] = {406, 406}, [GATEWAY_WRONG_TYPE] = {415, 415},
    [GATEWAY_UNKNOWN] = {401, 401},      [GATEWAY_FORBIDDEN] = {403, 403},
    [GATEWAY_THROTTLED] = {429, 429},    [GATEWAY_BUSY] = {503, 503},
    [GATEWAY_BROKEN] = {500, 500},
};

/* An event stream has a type of its own; this is what is sent in place of one. */
static const char *const media_types[] = {
    [GATEWAY_MEDIA_RESPONSE] = "application/graphql-response+json; charset=utf-8",
    [GATEWAY_MEDIA_JSON] = "application/json; charset=utf-8",
    [GATEWAY_MEDIA_EVENTS] = "application/json; charset=utf-8",
    [GATEWAY_MEDIA_NONE] = "application/json; charset=utf-8",
};

/* A stream of one event, like JSON, tells by its content what became of the request. */
int gateway_code(enum gateway_outcome outcome, enum gateway_media media)
{
    return media == GATEWAY_MEDIA_RESPONSE || media == GATEWAY_MEDIA_NONE ? codes[outcome].response
                                                                          : codes[outcome].json;
}

enum gateway_media gateway_media_of(struct sc_str accept)
{
    static const char *const offers[] = {
        "application/json",
        "application/graphql-response+json",
        "text/event-stream",
    };
    static const enum gateway_media media[SC_COUNT(offers) + 1] = {
        GATEWAY_MEDIA_JSON,
        GATEWAY_MEDIA_RESPONSE,
        GATEWAY_MEDIA_EVENTS,
        GATEWAY_MEDIA_NONE,
    };

    return media[sc_http_accept_choose(accept, offers, SC_COUNT(offers))];
}

bool gateway_media_takes_events(struct sc_str accept)
{
    static const char *const offers[] = {"text/event-stream"};

    return accept.at != NULL && sc_http_accept_choose(accept, offers, 1) == 0;
}

void gateway_event_put(struct sc_buf *events, struct sc_str answer)
{
    sc_buf_put(events, SC_STR("event: next\ndata: "));
    sc_buf_put(events, answer); /* JSON as we write it has no line breaks */
    sc_buf_put(events, SC_STR("\n\n"));
}

/* One event and the end. */
static void wrap_in_events(struct sc_buf *body)
{
    struct sc_buf events;

    sc_buf_init(&events, GATEWAY_ANSWER_MAX + EVENT_FRAME_MAX);
    gateway_event_put(&events, sc_buf_str(body));
    sc_buf_put(&events, SC_STR(GATEWAY_EVENT_COMPLETE));
    sc_buf_finish(body);
    *body = events;
}

void gateway_answer(struct sc_http_exchange *exchange, enum gateway_outcome outcome,
                    enum gateway_media media, struct sc_buf *body)
{
    gateway_answer_with(exchange, outcome, media, body, NULL);
}

void gateway_answer_with(struct sc_http_exchange *exchange, enum gateway_outcome outcome,
                         enum gateway_media media, struct sc_buf *body, const char *const *headers)
{
    static const char *const only_post[] = {"Allow", "POST", NULL};
    static const char *const bearer[] = {"WWW-Authenticate", "Bearer", NULL};
    static const char *const later[] = {"Retry-After", "1", NULL};
    struct sc_http_answer answer = {
        .code = gateway_code(outcome, media),
        .content_type = media_types[media],
        .body = body,
        .headers = headers,
        .failure = sc_http_request(exchange)->failure.status,
    };

    if (media == GATEWAY_MEDIA_EVENTS && answer.code == 200) {
        answer.content_type = "text/event-stream";
        wrap_in_events(body);
    }
    if (outcome == GATEWAY_WRONG_METHOD)
        answer.headers = only_post;
    else if (outcome == GATEWAY_UNKNOWN)
        answer.headers = bearer;
    else if (outcome == GATEWAY_BUSY)
        answer.headers = later;
    sc_http_answer(exchange, &answer);
}

void gateway_answer_errors(struct sc_http_exchange *exchange, enum gateway_outcome outcome,
                           enum gateway_media media, const struct sc_gql_error *errors)
{
    struct sc_buf body;
    struct sc_json_out out;

    sc_buf_init(&body, GATEWAY_ANSWER_MAX);
    sc_json_init(&out, &body);
    sc_json_object(&out);
    sc_json_key(&out, SC_STR("errors"));
    sc_json_array(&out);
    for (const struct sc_gql_error *error = errors; error != NULL; error = error->next)
        sc_gql_error_write(error, sc_http_request_id(exchange), &out);
    sc_json_array_end(&out);
    sc_json_object_end(&out);
    gateway_answer(exchange, outcome, media, &body);
}

struct sc_gql_cause gateway_cause(const struct sc_request *rq)
{
    return (struct sc_gql_cause){
        .reason = sc_reason_name(rq->failure.reason),
        .retry_after_s = rq->failure.retry_after_s,
    };
}

void gateway_answer_failure(struct sc_http_exchange *exchange, enum gateway_outcome outcome,
                            enum gateway_media media, const char *code)
{
    struct sc_gql_error error = {
        .message = sc_failure_words(sc_http_request(exchange)),
        .code = code,
        .cause = gateway_cause(sc_http_request(exchange)),
    };

    gateway_answer_errors(exchange, outcome, media, &error);
}
