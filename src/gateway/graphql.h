/*
 * graphql.h - the routes of GraphQL: one request from its parameters to its answer.
 */
#ifndef SC_GATEWAY_GRAPHQL_H
#define SC_GATEWAY_GRAPHQL_H

#include "gateway/state.h"
#include "net/http_server.h"

/* A sc_http_handler_fn; `context` is the struct gateway_loop. */
void gateway_graphql(void *context, struct sc_http_exchange *exchange);
/* The same on GATEWAY_SESSION_PATH (gateway/session.h). */
void gateway_graphql_session(void *context, struct sc_http_exchange *exchange);

#endif
