#include "app/vital.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "net/http_vital.h"
#include "runtime/loop.h"

enum {
    CONNECTIONS_MAX = 32,
    STOP_MS = 1000,
};

struct app_vital {
    struct sc_loop *loop;
    struct sc_http_server *http;
    struct sc_http_vital routes_context;
    struct sc_http_route routes[SC_HTTP_VITAL_ROUTES];
    struct sc_loop_task stop;
    atomic_bool is_stopping;
    pthread_t thread;
};

static bool is_ready(void *context)
{
    struct app_vital *vital = context;

    return !atomic_load(&vital->is_stopping);
}

static void *run(void *context)
{
    struct app_vital *vital = context;

    sc_loop_run(vital->loop);
    return NULL;
}

static void free_vital(struct app_vital *vital)
{
    sc_http_server_destroy(vital->http);
    sc_loop_destroy(vital->loop);
    free(vital);
}

static enum sc_status listen(struct sc_request *rq, struct app_vital *vital, const char *address,
                             uint16_t port, struct sc_metrics *metrics)
{
    const struct sc_http_config http = {
        .address = address,
        .port = port,
        .routes = vital->routes,
        .route_count = SC_HTTP_VITAL_ROUTES,
        .connections_max = CONNECTIONS_MAX,
        .in_flight_max = CONNECTIONS_MAX,
        .metrics = metrics,
    };

    vital->routes_context =
        (struct sc_http_vital){.is_ready = is_ready, .context = vital, .metrics = metrics};
    sc_http_vital_routes(&vital->routes_context, vital->routes);
    return sc_http_server_create(rq, vital->loop, &http, &vital->http);
}

enum sc_status app_vital_start(struct sc_request *rq, const char *address, uint16_t port,
                               struct sc_metrics *metrics, struct app_vital **ret_vital)
{
    struct app_vital *vital = calloc(1, sizeof *vital);

    if (vital != NULL)
        vital->loop = sc_loop_create();
    if (vital == NULL || vital->loop == NULL) {
        free(vital);
        return sc_fail(rq, SC_NO_MEMORY, "no memory or descriptors for a loop");
    }
    enum sc_status st = listen(rq, vital, address, port, metrics);
    if (st == SC_OK && pthread_create(&vital->thread, NULL, run, vital) != 0)
        st = sc_fail(rq, SC_BUSY, "no thread for a loop");
    if (st == SC_OK)
        *ret_vital = vital;
    else
        free_vital(vital);
    return st;
}

uint16_t app_vital_port(const struct app_vital *vital)
{
    return sc_http_server_port(vital->http);
}

void app_vital_is_stopping(struct app_vital *vital)
{
    atomic_store(&vital->is_stopping, true);
}

static void has_stopped(void *context)
{
    struct app_vital *vital = context;

    sc_loop_stop(vital->loop);
}

static void stop(void *context)
{
    struct app_vital *vital = context;

    sc_http_server_stop(vital->http, sc_deadline_in(STOP_MS), has_stopped, vital);
}

void app_vital_stop(struct app_vital *vital)
{
    if (vital == NULL)
        return;
    vital->stop = (struct sc_loop_task){.run = stop, .context = vital};
    sc_loop_post(vital->loop, &vital->stop);
    pthread_join(vital->thread, NULL);
    free_vital(vital);
}
