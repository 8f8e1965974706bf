/*
 * http.c - what HTTP itself costs: a server that does nothing but answer, and its client.
 *
 *     bench_http [REQUESTS]     200,000 of each kind when not said
 *
 * One thread each; what is reported is CPU time of the server's thread alone, the
 * kernel's work for it included. 64 connections are kept, each with one small
 * POST at a time.
 */
#include <inttypes.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "net/http_server.h"
#include "runtime/log.h"

enum {
    CONNECTIONS = 64,
    REQUESTS = 200000,
    ANSWER_MAX = 4096,
};

/* Handlers. */

static void answer_now(void *context, struct sc_http_exchange *exchange)
{
    struct sc_buf body;

    (void)context;
    sc_buf_init(&body, ANSWER_MAX);
    sc_buf_put(&body, SC_STR("{\"data\":{\"__typename\":\"Query\"}}"));
    sc_http_answer(exchange, &(struct sc_http_answer){
                                 .code = 200, .content_type = "application/json", .body = &body});
}

static void answer_it(void *exchange)
{
    answer_now(NULL, exchange);
}

/* At the end of the turn, as what waits for a database: the connection is suspended. */
static void answer_later(void *context, struct sc_http_exchange *exchange)
{
    struct sc_loop_task *task = sc_arena_alloc(sc_http_request(exchange)->arena, sizeof *task);

    (void)context;
    if (task == NULL) {
        sc_http_answer_failure(exchange, SC_NO_MEMORY, "no memory");
        return;
    }
    *task = (struct sc_loop_task){.run = answer_it, .context = exchange};
    sc_loop_defer(sc_http_loop(exchange), task);
}

/* The server's thread. */

static void *run_loop(void *context)
{
    sc_loop_run(context);
    return NULL;
}

static int64_t cpu_us_of(pthread_t thread)
{
    struct timespec used = {0};
    clockid_t clock;

    if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return 0;
    return (int64_t)used.tv_sec * 1000000 + used.tv_nsec / 1000;
}

/* The client: a request on each connection, then an answer from each. */

static bool open_all(int fds[CONNECTIONS], uint16_t port)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    for (int i = 0; i < CONNECTIONS; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(fds[i], (const struct sockaddr *)&at, sizeof at) != 0)
            return false;
    }
    return true;
}

/* Answers are shorter than a segment, and come whole. */
static bool ask_all(const int fds[CONNECTIONS], const char *request)
{
    char answer[ANSWER_MAX];
    size_t len = strlen(request);

    for (int i = 0; i < CONNECTIONS; i++)
        if (send(fds[i], request, len, MSG_NOSIGNAL) != (ssize_t)len)
            return false;
    for (int i = 0; i < CONNECTIONS; i++)
        if (recv(fds[i], answer, sizeof answer, 0) <= 0 || memcmp(answer, "HTTP/1.1 200", 12) != 0)
            return false;
    return true;
}

static bool measure(pthread_t server, uint16_t port, const char *path, int64_t requests)
{
    int fds[CONNECTIONS];
    char request[256];

    snprintf(request, sizeof request,
             "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
             "Content-Length: 26\r\n\r\n{\"query\":\"{ __typename }\"}",
             path);
    if (!open_all(fds, port) || !ask_all(fds, request))
        return false;
    int64_t cpu_us = cpu_us_of(server), rounds = requests / CONNECTIONS;
    for (int64_t i = 0; i < rounds; i++)
        if (!ask_all(fds, request))
            return false;
    cpu_us = cpu_us_of(server) - cpu_us;
    double each_us = (double)cpu_us / (double)(rounds * CONNECTIONS);
    printf("%-8s %" PRId64 " requests, %.1f us of the server's CPU each: %.0f a second of it\n",
           path, rounds * CONNECTIONS, each_us, 1e6 / each_us);
    for (int i = 0; i < CONNECTIONS; i++)
        close(fds[i]);
    return true;
}

int main(int argc, char **argv)
{
    static const struct sc_http_route routes[] = {
        {"/now", "now", SC_HTTP_POST, 64 * 1024, 1000, false, answer_now, NULL},
        {"/later", "later", SC_HTTP_POST, 64 * 1024, 1000, false, answer_later, NULL},
    };
    int64_t requests = argc > 1 ? strtoll(argv[1], NULL, 10) : REQUESTS;
    struct sc_loop *loop = sc_loop_create();
    struct sc_http_config config = {.address = "127.0.0.1",
                                    .routes = routes,
                                    .route_count = SC_COUNT(routes),
                                    .connections_max = 2 * CONNECTIONS,
                                    .in_flight_max = 2 * CONNECTIONS,
                                    .metrics = sc_metrics_create()};
    struct sc_http_server *server;
    SC_SCOPED(sc_request) rq;
    pthread_t thread;

    if (loop == NULL || config.metrics == NULL || requests < CONNECTIONS ||
        sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()) != SC_OK ||
        sc_http_server_create(&rq, loop, &config, &server) != SC_OK ||
        pthread_create(&thread, NULL, run_loop, loop) != 0) {
        fprintf(stderr, "bench_http: cannot start\n");
        return EXIT_FAILURE;
    }
    sc_log_set_level(SC_LOG_WARN);
    bool is_done = true;
    for (size_t i = 0; i < SC_COUNT(routes) && is_done; i++)
        is_done = measure(thread, sc_http_server_port(server), routes[i].path, requests);
    sc_loop_stop(loop);
    pthread_join(thread, NULL);
    sc_http_server_destroy(server);
    sc_loop_destroy(loop);
    sc_metrics_destroy(config.metrics);
    if (!is_done)
        fprintf(stderr, "bench_http: a request was not answered as it should be\n");
    return is_done ? EXIT_SUCCESS : EXIT_FAILURE;
}
