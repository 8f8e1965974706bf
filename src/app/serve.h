/*
 * serve.h - the loops of a server: one thread a loop, each with its own listener, until asked to
 * stop.
 */
#ifndef SC_APP_SERVE_H
#define SC_APP_SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "gateway/gateway.h"
#include "net/http_files.h"
#include "net/http_peer.h"
#include "runtime/request.h"

enum {
    APP_SERVE_LOOPS_MAX = 64,
    APP_SERVE_CONNECTIONS_MAX = 10000, /* of a loop */
    APP_SERVE_IN_FLIGHT_MAX = 1000,    /* of a loop: then 503 at once */
    APP_SERVE_STOP_MS = 10000,         /* for what is in flight when stopping */
};

struct app_serve_config {
    struct gateway_config gateway;
    const char *address;
    uint16_t port; /* 0: any; the first loop's choice is taken by all */
    size_t loops;
    int64_t grace_ms; /* between "not ready" and taking no more: for balancers to look */
    bool logs_all;    /* every request */
    struct sc_http_proxies proxies; /* that are believed who sends a request */
    struct sc_http_files *web;      /* takes the paths that are not the API's; NULL: none */
};

/*
 * Serves until sc_shutdown_is_asked(), then drains. `on_ready` is told the port
 * once all loops listen. Signals must have been installed (runtime/shutdown.h).
 * What is in flight has APP_SERVE_STOP_MS. Statuses of gateway_create and
 * sc_http_server_create.
 */
typedef void (*app_serve_ready_fn)(void *context, uint16_t port);

SC_MUST_USE enum sc_status app_serve(struct sc_request *rq, const struct app_serve_config *config,
                                     app_serve_ready_fn on_ready, void *context);

#endif
