/*
 * feed.h - subscriptions to a source of events on a loop, and who listens to it.
 *
 * A source is a loader of the newest rows, each with an `id` that grows. While
 * somebody listens, the loop asks it once in GATEWAY_FEED_MS, however many
 * listen; rows with an id not seen before are events.
 */
#ifndef SC_GATEWAY_FEED_H
#define SC_GATEWAY_FEED_H

#include "gateway/state.h"
#include "graphql/run.h"
#include "net/http_server.h"

enum {
    GATEWAY_FEED_MS = 1000,          /* between two looks at a source */
    GATEWAY_EVENTS_WAITING_MAX = 64, /* of one listener: a slower one is cut */
};

/*
 * Begins the stream of a subscription to a function's events; `config`, which lives in
 * the exchange's arena, is what each event is run with. False: words on the exchange's
 * request say why not, and nothing is begun.
 */
SC_MUST_USE bool gateway_feed_join(struct gateway_loop *gl, struct sc_http_exchange *exchange,
                                   const struct sc_gql_run_config *config,
                                   const struct gateway_function *function);

size_t gateway_feed_listeners(const struct gateway_loop *gl);

/* Frees the sources; nobody may listen any more. */
void gateway_feeds_finish(struct gateway_loop *gl);

#endif
