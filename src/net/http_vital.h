/*
 * http_vital.h - what watches over a server asks for: /healthz, /readyz, /metrics.
 *
 *     GET /healthz    200 as long as the process runs at all; it asks nobody
 *     GET /readyz     200 when new requests are welcome, else 503: not yet, or no more
 *     GET /metrics    all that is counted, as Prometheus reads it
 *
 * They are answered on the loop, also when the server is full.
 */
#ifndef SC_NET_HTTP_VITAL_H
#define SC_NET_HTTP_VITAL_H

#include <stdbool.h>

#include "net/http_server.h"
#include "runtime/metrics.h"

enum {
    SC_HTTP_VITAL_ROUTES = 3,
    SC_HTTP_METRICS_MAX = 8 * 1024 * 1024, /* bytes of /metrics; more is 500 */
};

/* Outlives the servers whose routes it is behind. The callbacks may be called on any loop. */
struct sc_http_vital {
    bool (*is_ready)(void *context); /* never waits */
    void *context;
    void (*before_metrics)(void *context); /* for what is read only when asked; or NULL */
    struct sc_metrics *metrics;
};

void sc_http_vital_routes(struct sc_http_vital *vital,
                          struct sc_http_route ret_routes[SC_HTTP_VITAL_ROUTES]);

#endif
