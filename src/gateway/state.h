/*
 * state.h - what the files of src/gateway/ share: the process's part and a loop's part.
 */
#ifndef SC_GATEWAY_STATE_H
#define SC_GATEWAY_STATE_H

#include "gateway/gateway.h"
#include "gateway/offer.h"
#include "graphql/documents.h"
#include "runtime/pool.h"
#include "store/read_token.h"
#include "store/redis.h"

struct gateway_limits;
struct sc_rate_tab;

struct gateway {
    struct gateway_config config;
    struct sc_arena *arena; /* of schema, binding and offer */
    const struct sc_gql_schema *schema;
    const struct sc_gql_binding *binding;
    struct sc_gql_documents *documents; /* for everybody */
    struct sc_gql_documents *operators; /* for who may introspect; the same outside production */
    struct sc_buf public_schema;        /* SDL without its bindings */
    struct sc_pool *pools[GATEWAY_POOL_COUNT];
    struct sc_loads_meters meters;
    bool has_read_tokens; /* for there are replicas, and a secret */
    uint8_t read_key[SC_READ_TOKEN_KEY];
    struct sc_redis_meters redis_meters; /* when there is one */
    struct gateway_limits *limits;       /* NULL: nobody is limited */
};

struct gateway_feed;
struct gateway_news;

struct gateway_loop {
    struct gateway *gateway;
    struct sc_loop *loop;
    struct sc_redis *redis;  /* NULL: there is none */
    struct sc_rate_tab *tab; /* NULL: there is no Redis, or nobody is limited */
    struct sc_loads *loads;
    struct sc_http_route routes[GATEWAY_ROUTES_MAX];
    size_t route_count;
    struct gateway_feed *feeds; /* sources of events that someone listens to */
    struct gateway_news *news;  /* of lists */
};

#endif
