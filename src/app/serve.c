#include "app/serve.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "net/http_vital.h"
#include "runtime/log.h"
#include "runtime/loop.h"
#include "runtime/loop_metrics.h"
#include "runtime/shutdown.h"

enum {
    ROUTES_MAX = SC_HTTP_VITAL_ROUTES + GATEWAY_ROUTES_MAX + 1, /* the web app's */
    DESCRIPTORS_BESIDE = 1000,                                  /* for all but clients */
};

struct server;

struct worker {
    struct server *server;
    struct sc_loop *loop;
    struct gateway_loop *gateway;
    struct sc_http_server *http;
    struct sc_http_vital vital;
    struct sc_http_route routes[ROUTES_MAX];
    struct sc_loop_task stop;
    pthread_t thread;
    bool has_thread;
};

struct server {
    const struct app_serve_config *config;
    struct gateway *gateway;
    struct sc_loop_metrics loops;
    atomic_bool is_stopping;
    size_t count;
    struct worker workers[APP_SERVE_LOOPS_MAX];
};

static bool is_ready(void *context)
{
    const struct worker *w = context;

    return !atomic_load(&w->server->is_stopping) && gateway_loop_is_ready(w->gateway);
}

/* What loops count is read when it is asked for, of all of them wherever it is asked. */
static void read_loops(void *context)
{
    const struct worker *asked = context;
    const struct server *server = asked->server;
    char name[12];

    for (size_t i = 0; i < server->count; i++) {
        int len = snprintf(name, sizeof name, "%zu", i);
        sc_loop_metrics_read(&server->loops, server->workers[i].loop,
                             (struct sc_str){name, (size_t)len});
    }
}

static enum sc_status listen(struct sc_request *rq, struct worker *w, uint16_t port)
{
    size_t count;
    const struct sc_http_route *routes = gateway_loop_routes(w->gateway, &count);
    const struct app_serve_config *config = w->server->config;

    w->vital = (struct sc_http_vital){
        .is_ready = is_ready,
        .context = w,
        .before_metrics = read_loops,
        .metrics = config->gateway.metrics,
    };
    sc_http_vital_routes(&w->vital, w->routes);
    memcpy(w->routes + SC_HTTP_VITAL_ROUTES, routes, count * sizeof *routes);
    count += SC_HTTP_VITAL_ROUTES;
    if (config->web != NULL)
        w->routes[count++] = sc_http_files_route(config->web);
    struct sc_http_config http = {
        .address = config->address,
        .port = port,
        .joins = w != w->server->workers,
        .routes = w->routes,
        .route_count = count,
        .connections_max = APP_SERVE_CONNECTIONS_MAX,
        .in_flight_max = APP_SERVE_IN_FLIGHT_MAX,
        .arena_cap = SC_ARENA_REQUEST_CAP,
        .metrics = config->gateway.metrics,
        .logs_all = config->logs_all,
        .proxies = &config->proxies,
    };
    return sc_http_server_create(rq, w->loop, &http, &w->http);
}

static enum sc_status prepare(struct sc_request *rq, struct worker *w, uint16_t port)
{
    w->loop = sc_loop_create();
    if (w->loop != NULL)
        w->gateway = gateway_loop_create(w->server->gateway, w->loop);
    if (w->gateway == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory or descriptors for a loop");
    return listen(rq, w, port);
}

static void finish(struct worker *w)
{
    if (w->gateway != NULL) {
        sc_loop_stop(w->loop);
        sc_loop_run(w->loop); /* what was posted, no more */
    }
    sc_http_server_destroy(w->http);
    gateway_loop_destroy(w->gateway);
    sc_loop_destroy(w->loop);
}

static void has_stopped(void *context)
{
    struct worker *w = context;

    sc_loop_stop(w->loop);
}

static void stop(void *context)
{
    struct worker *w = context;

    sc_http_server_stop(w->http, sc_deadline_in(APP_SERVE_STOP_MS), has_stopped, w);
}

static void *run(void *context)
{
    struct worker *w = context;

    sc_loop_run(w->loop);
    return NULL;
}

/* Each connection is a descriptor, and what a process has at first may be a shell's 1,024. */
static void allow_descriptors(size_t loops)
{
    rlim_t wanted = loops * APP_SERVE_CONNECTIONS_MAX + DESCRIPTORS_BESIDE;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        sc_log(SC_LOG_WARN, "serve.descriptors", SC_LOG_NUMBER("wanted", (int64_t)wanted));
}

static void wait_until_asked(void)
{
    struct pollfd asked = {.fd = sc_shutdown_fd(), .events = POLLIN};

    while (!sc_shutdown_is_asked())
        (void)poll(&asked, 1, -1);
}

static enum sc_status start(struct sc_request *rq, struct server *server)
{
    uint16_t port = server->config->port;

    for (size_t i = 0; i < server->config->loops; i++) {
        struct worker *w = &server->workers[server->count++];
        w->server = server;
        enum sc_status st = prepare(rq, w, port);
        if (st != SC_OK)
            return st;
        port = sc_http_server_port(w->http);
    }
    for (size_t i = 0; i < server->count; i++) {
        struct worker *w = &server->workers[i];
        w->has_thread = pthread_create(&w->thread, NULL, run, w) == 0;
        if (!w->has_thread)
            return sc_fail(rq, SC_BUSY, "no thread for a loop");
    }
    return SC_OK;
}

static void stop_all(struct server *server)
{
    for (size_t i = 0; i < server->count; i++) {
        struct worker *w = &server->workers[i];
        if (!w->has_thread)
            continue;
        w->stop = (struct sc_loop_task){.run = stop, .context = w};
        sc_loop_post(w->loop, &w->stop);
    }
    for (size_t i = 0; i < server->count; i++)
        if (server->workers[i].has_thread)
            pthread_join(server->workers[i].thread, NULL);
    /* Work on the pool outlives a client that left, and comes back to its loop: wait for it. */
    if (server->gateway != NULL)
        gateway_stop(server->gateway);
    for (size_t i = 0; i < server->count; i++)
        finish(&server->workers[i]);
}

enum sc_status app_serve(struct sc_request *rq, const struct app_serve_config *config,
                         app_serve_ready_fn on_ready, void *context)
{
    struct server *server = calloc(1, sizeof *server);

    if (server == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a server");
    server->config = config;
    allow_descriptors(config->loops);
    enum sc_status st = gateway_create(rq, &config->gateway, &server->gateway);
    if (st == SC_OK && sc_loop_metrics_init(&server->loops, config->gateway.metrics) != SC_OK)
        st = sc_fail(rq, SC_NO_MEMORY, "no memory for metrics");
    if (st == SC_OK)
        st = start(rq, server);
    if (st == SC_OK) {
        on_ready(context, sc_http_server_port(server->workers[0].http));
        wait_until_asked();
        atomic_store(&server->is_stopping, true);
        (void)poll(NULL, 0, (int)config->grace_ms); /* a second signal ends us all the same */
    }
    stop_all(server);
    gateway_destroy(server->gateway);
    free(server);
    return st;
}
