/*
 * http.c - a server that does nothing but answer, to see what HTTP itself costs.
 *
 *     bench_http [PORT]     serves POST /echo and GET /hello until SIGINT; then says what it cost
 *
 * Load comes from outside: wrk -c 64 -t 1 -s bench/http/post.lua http://127.0.0.1:PORT/echo
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "net/http_server.h"
#include "runtime/shutdown.h"

static int64_t answered;

static void echo(void *context, struct sc_http_exchange *exchange)
{
    static const char answer[] = "{\"data\":{\"__typename\":\"Query\"}}";
    struct sc_buf body;

    (void)context;
    answered++;
    sc_buf_init(&body, 1024);
    sc_buf_put(&body, (struct sc_str){answer, sizeof answer - 1});
    sc_http_answer(exchange, &(struct sc_http_answer){
                                 .code = 200, .content_type = "application/json", .body = &body});
}

/* The same a turn later, as an answer that waits for a database. */
struct later {
    struct sc_loop_task task;
    struct sc_http_exchange *exchange;
};

static void answer_now(void *context)
{
    struct later *later = context;

    echo(NULL, later->exchange);
}

static void answer_later(void *context, struct sc_http_exchange *exchange)
{
    struct later *later = sc_arena_alloc(sc_http_request(exchange)->arena, sizeof *later);

    (void)context;
    if (later == NULL) {
        echo(NULL, exchange);
        return;
    }
    *later = (struct later){.task = {.run = answer_now, .context = later}, .exchange = exchange};
    sc_loop_defer(sc_http_loop(exchange), &later->task);
}

static void stop_loop(void *context)
{
    sc_loop_stop(context);
}

struct stopper {
    struct sc_loop *loop;
    struct sc_http_server *server;
    struct sc_loop_watch watch;
};

static void stop_server(void *context, unsigned ready)
{
    struct stopper *stopper = context;

    (void)ready;
    sc_loop_unwatch(stopper->loop, &stopper->watch);
    sc_http_server_stop(stopper->server, sc_deadline_in(1000), stop_loop, stopper->loop);
}

int main(int argc, char **argv)
{
    static const struct sc_http_route routes[] = {
        {"/echo", "echo", SC_HTTP_POST | SC_HTTP_GET, 64 * 1024, 1000, false, echo, NULL},
        {"/later", "later", SC_HTTP_POST | SC_HTTP_GET, 64 * 1024, 1000, false, answer_later, NULL},
    };
    struct sc_http_config config = {.address = "127.0.0.1",
                                    .port = (uint16_t)(argc > 1 ? strtoul(argv[1], NULL, 10) : 0),
                                    .routes = routes,
                                    .route_count = SC_COUNT(routes),
                                    .connections_max = 1000,
                                    .in_flight_max = 1000,
                                    .metrics = sc_metrics_create()};
    struct stopper stopper = {.loop = sc_loop_create()};
    SC_SCOPED(sc_request) rq;

    if (stopper.loop == NULL || config.metrics == NULL || sc_shutdown_install() != SC_OK ||
        sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()) != SC_OK)
        return EXIT_FAILURE;
    if (sc_http_server_create(&rq, stopper.loop, &config, &stopper.server) != SC_OK) {
        fprintf(stderr, "%.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
        return EXIT_FAILURE;
    }
    stopper.watch = (struct sc_loop_watch){.on_ready = stop_server, .context = &stopper};
    if (sc_loop_watch(stopper.loop, &stopper.watch, sc_shutdown_fd(), SC_LOOP_READ) != SC_OK)
        return EXIT_FAILURE;
    printf("listening at 127.0.0.1, port %u\n", (unsigned)sc_http_server_port(stopper.server));
    fflush(stdout);
    sc_loop_run(stopper.loop);
    sc_http_server_destroy(stopper.server);
    sc_loop_destroy(stopper.loop);
    sc_metrics_destroy(config.metrics);
    int64_t cpu_us = sc_cpu_us();
    if (answered > 0)
        printf("%" PRId64 " answers, %.2f us of CPU each: %.0f a CPU second\n", answered,
               (double)cpu_us / (double)answered, 1e6 * (double)answered / (double)cpu_us);
    return EXIT_SUCCESS;
}
