/*
 * http_fixture.h - a server on a thread of its own, with handlers that do what tests need.
 *
 *     static void a_thing_is_so(void **state)
 *     {
 *         struct fixture *f = *state;
 *
 *         f->config.times.idle_ms = SHORT_MS;      - what is to be other than the test's presets
 *         fixture_start(f);
 *         struct peer *peer = fixture_say(f, GET("/vital"));
 *         ...                                      - peers are closed, what is held is settled
 *     }
 *     UNIT_TESTS(fixture_test(a_thing_is_so))
 *
 * No deadline is near that the test has not set.
 *
 *     /echo      the body, or the decoded "say" of the query; custom headers
 *     /small     the same, for at most 10 bytes
 *     /host      the Host header
 *     /address   whom it comes from, and from which network
 *     /trace     the trace context to pass on, under the operation "Traced"
 *     /vital     "alive", also when the server is full
 *     /hold      answered when the test says so (fixture_settle)
 *     /stream    an event, then what the test sends, until fixture_settle
 *     /flood     events until the reader is too slow
 *     /large     32 MiB: more than the kernel keeps for a client that reads nothing
 *     /fail      a failure of ours
 */
#ifndef SC_TESTING_HTTP_FIXTURE_H
#define SC_TESTING_HTTP_FIXTURE_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

#include "net/http_server.h"
#include "runtime/log.h"
#include "testing/http_peer.h"

enum {
    FIXTURE_HELD_MAX = 64,
    FIXTURE_PEERS_MAX = 300,
    FIXTURE_WAIT_MS = 10000,
    FIXTURE_LONG_MS = 60000, /* never in a test */
    FIXTURE_LARGE = 32 * 1024 * 1024,
    FIXTURE_ROUTES = 11,
};

struct fixture {
    struct sc_loop *loop;
    struct sc_http_server *server;
    struct sc_metrics *metrics;
    struct sc_http_route routes[FIXTURE_ROUTES];
    struct sc_http_config config;
    uint16_t port;
    pthread_t thread;
    bool is_running;
    struct {
        struct sc_http_exchange *exchange;
        bool is_stream;
    } held[FIXTURE_HELD_MAX]; /* the loop's */
    int held_count;
    struct peer *peers[FIXTURE_PEERS_MAX];
    int peer_count;
    struct peer once; /* of fixture_ask */
    atomic_int begun; /* exchanges a handler has seen */
    atomic_int gone;
    atomic_int cut; /* streams that a send found too slow */
    atomic_int stopped;
};

/* Handlers. */

static inline void fixture_echo(void *context, struct sc_http_exchange *x)
{
    static const char *const headers[] = {"Cache-Control", "max-age=5", "X-Kind", "echo", NULL};
    struct fixture *f = context;
    struct sc_str said = sc_http_query(x, SC_STR("say"));

    atomic_fetch_add(&f->begun, 1);
    sc_http_header_add(x, "X-Beside", "one");
    sc_http_header_add(x, "X-Beside", "two");
    sc_http_answer(x, &(struct sc_http_answer){.code = 200,
                                               .content_type = "text/plain",
                                               .text = said.at != NULL ? said : sc_http_body(x),
                                               .headers = headers});
}

static inline void fixture_host(void *context, struct sc_http_exchange *x)
{
    (void)context;
    sc_http_answer(x, &(struct sc_http_answer){.code = 200, .text = sc_http_header(x, "host")});
}

static inline void fixture_address(void *context, struct sc_http_exchange *x)
{
    (void)context;
    struct sc_http_origin from = sc_http_origin(x);
    struct sc_str text = sc_arena_printf(sc_http_request(x)->arena, "%.*s %.*s",
                                         SC_STR_ARGS(from.address), SC_STR_ARGS(from.network));

    sc_http_answer(x, &(struct sc_http_answer){.code = 200, .text = text});
}

static inline void fixture_trace(void *context, struct sc_http_exchange *x)
{
    (void)context;
    struct sc_buf body;

    sc_buf_init(&body, 64 * 1024);
    sc_buf_put(&body, sc_http_traceparent(x));
    sc_http_operation(x, SC_STR("Traced"));
    sc_http_answer(x, &(struct sc_http_answer){.code = 200, .body = &body});
    assert_null(body.at);
}

static inline void fixture_alive(void *context, struct sc_http_exchange *x)
{
    (void)context;
    sc_http_answer(x, &(struct sc_http_answer){.code = 200, .text = SC_STR("alive")});
}

static inline void fixture_note_gone(void *context)
{
    struct fixture *f = context;

    atomic_fetch_add(&f->gone, 1);
}

static inline void fixture_keep(struct fixture *f, struct sc_http_exchange *x, bool is_stream)
{
    assert_true(f->held_count < FIXTURE_HELD_MAX);
    f->held[f->held_count].exchange = x;
    f->held[f->held_count++].is_stream = is_stream;
    sc_http_on_gone(x, fixture_note_gone, f);
    atomic_fetch_add(&f->begun, 1);
}

static inline void fixture_hold(void *context, struct sc_http_exchange *x)
{
    fixture_keep(context, x, false);
}

static inline void fixture_stream(void *context, struct sc_http_exchange *x)
{
    sc_http_stream_begin(x, "text/event-stream");
    enum sc_status st = sc_http_stream_send(x, SC_STR("data: hello\n\n"));
    assert_true(st == SC_OK || st == SC_CANCELLED); /* of HEAD */
    fixture_keep(context, x, true);
}

static inline void fixture_flood(void *context, struct sc_http_exchange *x)
{
    static const char event[8192] = "data: ";
    struct fixture *f = context;

    sc_http_stream_begin(x, "text/event-stream");
    fixture_keep(f, x, true);
    while (sc_http_stream_send(x, (struct sc_str){event, sizeof event}) == SC_OK)
        continue;
    atomic_fetch_add(&f->cut, 1);
    assert_int_equal(sc_http_stream_send(x, SC_STR("more")), SC_CANCELLED);
}

static inline void fixture_large(void *context, struct sc_http_exchange *x)
{
    (void)context;
    struct sc_buf body;

    sc_buf_init(&body, FIXTURE_LARGE);
    char *at = sc_buf_extend(&body, FIXTURE_LARGE);
    assert_non_null(at);
    memset(at, 'x', FIXTURE_LARGE);
    sc_http_answer(x, &(struct sc_http_answer){.code = 200, .body = &body});
}

static inline void fixture_fail(void *context, struct sc_http_exchange *x)
{
    (void)context;
    sc_http_answer_failure(x, sc_fail(sc_http_request(x), SC_UNAVAILABLE, "no database"),
                           "try again later");
}

/* What the test asks of the loop's thread, and waits for. */

typedef void (*fixture_fn)(struct fixture *f);

struct fixture_call {
    struct sc_loop_task task;
    struct fixture *f;
    fixture_fn run;
    sem_t done;
};

static inline void fixture_run_call(void *context)
{
    struct fixture_call *call = context;

    call->run(call->f);
    sem_post(&call->done);
}

static inline void fixture_do(struct fixture *f, fixture_fn run)
{
    struct fixture_call call = {
        .task = {.run = fixture_run_call, .context = &call}, .f = f, .run = run};

    sem_init(&call.done, 0, 0);
    sc_loop_post(f->loop, &call.task);
    while (sem_wait(&call.done) != 0)
        continue;
    sem_destroy(&call.done);
}

/* What the loop had to do before is done. */
static inline void fixture_idle(struct fixture *f)
{
    (void)f;
}

/* Answers what /hold has kept, and ends the streams. */
static inline void fixture_settle(struct fixture *f)
{
    for (int i = 0; i < f->held_count; i++)
        if (f->held[i].is_stream)
            sc_http_stream_end(f->held[i].exchange);
        else
            sc_http_answer(f->held[i].exchange,
                           &(struct sc_http_answer){.code = 200, .text = SC_STR("at last")});
    f->held_count = 0;
}

/* Until the count is reached: what is waited for is known to come. */
static inline void fixture_wait(atomic_int *count, int wanted)
{
    for (int waited_ms = 0; atomic_load(count) < wanted; waited_ms++) {
        assert_true(waited_ms < FIXTURE_WAIT_MS);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
}

/* As /metrics tells it. */
static inline bool fixture_has_counted(struct fixture *f, const char *line)
{
    struct sc_buf text;

    sc_buf_init(&text, 1024 * 1024);
    sc_metrics_write(f->metrics, &text);
    bool is = sc_str_find(sc_buf_str(&text), sc_str_of(line)) >= 0;
    sc_buf_finish(&text);
    return is;
}

/* Soon: a client sees the end of a connection before the server has put it away. */
static inline void fixture_wait_counted(struct fixture *f, const char *line)
{
    for (int waited_ms = 0; !fixture_has_counted(f, line); waited_ms++) {
        if (waited_ms == FIXTURE_WAIT_MS)
            fail_msg("not counted: %s", line);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
}

/* Life. */

static inline void *fixture_run_loop(void *context)
{
    sc_loop_run(context);
    return NULL;
}

/* A configuration to change before fixture_start. */
static inline int fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->loop = sc_loop_create();
    f->metrics = sc_metrics_create();
    f->once.fd = -1;
    assert_true(f->loop != NULL && f->metrics != NULL);
    sc_log_set_level(SC_LOG_ERROR);
    const struct sc_http_route routes[FIXTURE_ROUTES] = {
        {"/echo", "echo", SC_HTTP_GET | SC_HTTP_POST, 100 * 1024, 1000, false, fixture_echo, f},
        {"/small", "small", SC_HTTP_POST, 10, 1000, false, fixture_echo, f},
        {"/host", "host", SC_HTTP_GET, 0, 1000, false, fixture_host, f},
        {"/address", "address", SC_HTTP_GET, 0, 1000, false, fixture_address, f},
        {"/trace", "trace", SC_HTTP_GET, 0, 1000, false, fixture_trace, f},
        {"/vital", "vital", SC_HTTP_GET, 0, 1000, true, fixture_alive, f},
        {"/hold", "hold", SC_HTTP_GET | SC_HTTP_POST, 100, 1000, false, fixture_hold, f},
        {"/stream", "stream", SC_HTTP_GET, 0, 1000, false, fixture_stream, f},
        {"/flood", "flood", SC_HTTP_GET, 0, 1000, false, fixture_flood, f},
        {"/large", "large", SC_HTTP_GET, 0, 1000, false, fixture_large, f},
        {"/fail", "fail", SC_HTTP_GET, 0, 1000, false, fixture_fail, f},
    };
    memcpy(f->routes, routes, sizeof routes);
    f->config = (struct sc_http_config){.address = "127.0.0.1",
                                        .routes = f->routes,
                                        .route_count = FIXTURE_ROUTES,
                                        .connections_max = 400,
                                        .in_flight_max = 100,
                                        .times = {.header_ms = FIXTURE_LONG_MS,
                                                  .body_ms = FIXTURE_LONG_MS,
                                                  .idle_ms = FIXTURE_LONG_MS,
                                                  .send_ms = FIXTURE_LONG_MS,
                                                  .grace_ms = FIXTURE_LONG_MS,
                                                  .heartbeat_ms = FIXTURE_LONG_MS},
                                        .metrics = f->metrics};
    *state = f;
    return 0;
}

static inline enum sc_status fixture_create_server(struct fixture *f)
{
    SC_SCOPED(sc_request) rq;

    assert_int_equal(sc_request_init(&rq, 64 * 1024, sc_deadline_none()), SC_OK);
    return sc_http_server_create(&rq, f->loop, &f->config, &f->server);
}

static inline void fixture_start(struct fixture *f)
{
    assert_int_equal(fixture_create_server(f), SC_OK);
    f->port = sc_http_server_port(f->server);
    assert_int_equal(pthread_create(&f->thread, NULL, fixture_run_loop, f->loop), 0);
    f->is_running = true;
}

/* The loop stops and the server goes, whatever is still owed. */
static inline void fixture_halt(struct fixture *f)
{
    if (f->is_running) {
        sc_loop_stop(f->loop);
        pthread_join(f->thread, NULL);
    }
    f->is_running = false;
    sc_http_server_destroy(f->server);
    f->server = NULL;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *f = *state;

    fixture_halt(f);
    fixture_settle(f);
    for (int i = 0; i < f->peer_count; i++) {
        peer_close(f->peers[i]);
        free(f->peers[i]);
    }
    sc_loop_destroy(f->loop);
    sc_metrics_destroy(f->metrics);
    free(f);
    return 0;
}

#define fixture_test(function) \
    cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

/* Clients. */

static inline struct peer *fixture_open(struct fixture *f)
{
    struct peer *peer = malloc(sizeof *peer);

    assert_true(peer != NULL && f->peer_count < FIXTURE_PEERS_MAX);
    peer_open(peer, f->port);
    f->peers[f->peer_count++] = peer;
    return peer;
}

static inline struct peer *fixture_say(struct fixture *f, const char *text)
{
    struct peer *peer = fixture_open(f);

    peer_say(peer, text);
    return peer;
}

/* On a connection of its own: the code of the answer, which is in f->once until the next one. */
static inline int fixture_ask(struct fixture *f, const char *request)
{
    peer_open(&f->once, f->port);
    peer_say(&f->once, request);
    peer_read(&f->once);
    peer_close(&f->once);
    return f->once.code;
}

#endif
