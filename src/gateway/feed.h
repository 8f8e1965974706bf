/*
 * feed.h - subscriptions: sources of events on a loop, and who listens to them.
 *
 * A source is a loader of the newest rows, each with an `id` that grows. While
 * somebody listens, the loop asks it once in GATEWAY_FEED_MS, however many
 * listen; rows with an id not seen before are events. Streams are server-sent
 * events in the form of graphql-sse, distinct connections:
 * https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
 */
#ifndef SC_GATEWAY_FEED_H
#define SC_GATEWAY_FEED_H

#include "gateway/state.h"
#include "graphql/run.h"
#include "net/http_server.h"

enum {
    GATEWAY_FEED_MS = 1000,          /* between two looks at a source */
    GATEWAY_LISTENERS_MAX = 10000,   /* of one loop; more are answered 503 */
    GATEWAY_EVENTS_WAITING_MAX = 64, /* of one listener: a slower one is cut */
};

/*
 * Begins the stream of a subscription, or answers why not. `run` has its
 * variables and is asked for its source; `config` is what each event is run
 * with. Both live in the exchange's arena.
 */
void gateway_feed_subscribe(struct gateway_loop *gl, struct sc_http_exchange *exchange,
                            const struct sc_gql_run_config *config, struct sc_gql_run *run);

/* Frees the sources; nobody may listen any more. */
void gateway_feeds_finish(struct gateway_loop *gl);

#endif
