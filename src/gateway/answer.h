/*
 * answer.h - how the outcome of a GraphQL request is told in HTTP: media type, code, body.
 *
 * The 2025 profile of GraphQL over HTTP, as its published audits want it
 * (graphql-http 1.23.1): the whole mapping is one table in answer.c.
 */
#ifndef SC_GATEWAY_ANSWER_H
#define SC_GATEWAY_ANSWER_H

#include <stdbool.h>

#include "base/buf.h"
#include "graphql/error.h"
#include "net/http_server.h"

enum gateway_media {
    GATEWAY_MEDIA_RESPONSE, /* application/graphql-response+json */
    GATEWAY_MEDIA_JSON,     /* application/json: also when nothing is said */
    GATEWAY_MEDIA_EVENTS,   /* text/event-stream */
    GATEWAY_MEDIA_NONE,     /* nothing that we have is accepted: 406 */
};

enum gateway_outcome {
    GATEWAY_EXECUTED,     /* there is data, perhaps null, perhaps with errors */
    GATEWAY_BAD_REQUEST,  /* no well-formed request: its JSON, a parameter's type */
    GATEWAY_REFUSED,      /* a request error: parse, validation, choice of operation, variables,
                             limits */
    GATEWAY_WRONG_METHOD, /* a mutation by GET */
    GATEWAY_NOT_ACCEPTED, /* nothing that is accepted can be had */
    GATEWAY_WRONG_TYPE,   /* the body is of another type than JSON */
    GATEWAY_UNKNOWN,      /* a token that is none, or has run out */
    GATEWAY_FORBIDDEN,    /* cookies without what a browser must ask for first */
    GATEWAY_THROTTLED,    /* asked too often (gateway/limit.h) */
    GATEWAY_BUSY,         /* full: again later */
    GATEWAY_BROKEN,       /* our own fault */
    GATEWAY_OUTCOME_COUNT,
};

/* By the Accept header. Plain JSON where all is equal: it is what old clients can read. */
enum gateway_media gateway_media_of(struct sc_str accept);
/* Events are among what is accepted, liked best or not: a subscription has no other form. */
bool gateway_media_takes_events(struct sc_str accept);

int gateway_code(enum gateway_outcome outcome, enum gateway_media media);

/* Events in the words of graphql-sse, distinct connections. Appends an answer as one. */
void gateway_event_put(struct sc_buf *events, struct sc_str answer);
/* The last one, which says that nothing more comes. */
#define GATEWAY_EVENT_COMPLETE "event: complete\ndata:\n\n"

/* Sends `body`, which is taken over. Under GATEWAY_MEDIA_EVENTS it is a stream of one event. */
void gateway_answer(struct sc_http_exchange *exchange, enum gateway_outcome outcome,
                    enum gateway_media media, struct sc_buf *body);

/* The same with headers more: name, value, ..., NULL; or NULL. */
void gateway_answer_with(struct sc_http_exchange *exchange, enum gateway_outcome outcome,
                         enum gateway_media media, struct sc_buf *body, const char *const *headers);

/* {"errors":[...]}: the errors given, each with the request's id. */
void gateway_answer_errors(struct sc_http_exchange *exchange, enum gateway_outcome outcome,
                           enum gateway_media media, const struct sc_gql_error *errors);

/* The same for the failure of the exchange's request; `code` is the error's. */
void gateway_answer_failure(struct sc_http_exchange *exchange, enum gateway_outcome outcome,
                            enum gateway_media media, const char *code);

/* What a program tells the request's failure by. */
struct sc_gql_cause gateway_cause(const struct sc_request *rq);

#endif
