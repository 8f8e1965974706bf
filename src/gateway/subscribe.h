/*
 * subscribe.h - subscriptions: whose events they are, and how many streams a loop takes.
 *
 * Streams are server-sent events in the form of graphql-sse, distinct connections:
 * https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
 */
#ifndef SC_GATEWAY_SUBSCRIBE_H
#define SC_GATEWAY_SUBSCRIBE_H

#include "gateway/state.h"
#include "graphql/run.h"
#include "net/http_server.h"

enum {
    GATEWAY_LISTENERS_MAX = 10000,      /* of one loop; more are answered 503 */
    GATEWAY_LISTENERS_OF_ONE_MAX = 500, /* of them of one caller */
};

/*
 * Begins the stream of a subscription, or answers why not. `run` has its
 * variables and is asked for its source; `config` is what each event is run
 * with. Both live in the exchange's arena.
 */
void gateway_subscribe(struct gateway_loop *gl, struct sc_http_exchange *exchange,
                       const struct sc_gql_run_config *config, struct sc_gql_run *run);

#endif
