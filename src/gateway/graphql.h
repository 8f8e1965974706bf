/*
 * graphql.h - the route /graphql: one request from its parameters to its answer.
 */
#ifndef SC_GATEWAY_GRAPHQL_H
#define SC_GATEWAY_GRAPHQL_H

#include "gateway/state.h"
#include "net/http_server.h"

/* A sc_http_handler_fn; `context` is the struct gateway_loop. */
void gateway_graphql(void *context, struct sc_http_exchange *exchange);

#endif
