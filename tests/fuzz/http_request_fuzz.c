/*
 * The bytes of one connection, in two parts, and the client's end behind them. Whatever they
 * are, the server answers with whole answers or none, and closes; a handler sees nothing that the
 * headers of http_server.h do not promise.
 */
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/http_server.h"
#include "runtime/log.h"

enum {
    BODY_MAX = 1000,
    ANSWERS_MAX = 1024 * 1024,
    HANG_MS = 20000,
};

static struct sc_loop *loop;
static struct sc_http_server *server;
static struct sc_http_exchange *held; /* by /later, for the rest of the turn */

/* The client's side of this input. */
static struct sc_loop_watch watch;
static char *answers;
static size_t answers_len;

static void check(const struct sc_http_exchange *x)
{
    struct sc_str id = sc_http_request_id(x);

    assert(sc_http_body(x).len <= BODY_MAX);
    assert(id.len > 0 && id.len <= 64);
    assert(sc_http_header(x, "Content-Length").at == NULL ||
           sc_http_header(x, "Transfer-Encoding").at == NULL);
    (void)sc_http_query(x, SC_STR("q"));
}

static void echo(void *context, struct sc_http_exchange *x)
{
    (void)context;
    check(x);
    (void)sc_http_traceparent(x);
    sc_http_operation(x, sc_http_query(x, SC_STR("q")));
    struct sc_str text = sc_arena_printf(sc_http_request(x)->arena, ".%.*s", /* never "HTTP/1.1" */
                                         SC_STR_ARGS(sc_http_body(x)));
    sc_http_answer(x, &(struct sc_http_answer){.code = 200, .text = text});
}

static void answer_held(void *context)
{
    (void)context;
    struct sc_http_exchange *x = held;

    held = NULL;
    echo(NULL, x);
}

static void echo_later(void *context, struct sc_http_exchange *x)
{
    static struct sc_loop_task later = {.run = answer_held};

    if (held != NULL) { /* of a connection that is gone, still */
        echo(context, x);
        return;
    }
    held = x;
    sc_loop_defer(loop, &later);
}

static void stream(void *context, struct sc_http_exchange *x)
{
    (void)context;
    check(x);
    sc_http_stream_begin(x, "text/event-stream");
    enum sc_status st = sc_http_stream_send(x, SC_STR("data: x\n\n"));
    assert(st == SC_OK || st == SC_CANCELLED); /* of HEAD */
    sc_http_stream_end(x);
}

static const struct sc_http_route routes[] = {
    {"/e", "echo", SC_HTTP_GET | SC_HTTP_POST, BODY_MAX, 1000, false, echo, NULL},
    {"/later", "later", SC_HTTP_GET | SC_HTTP_POST, BODY_MAX, 1000, false, echo_later, NULL},
    {"/stream", "stream", SC_HTTP_GET, 0, 1000, false, stream, NULL},
    {"/tree", "tree", SC_HTTP_GET | SC_HTTP_PUT, 10, 1000, true, echo, NULL},
};

static void read_answers(void *context, unsigned ready)
{
    ssize_t got =
        recv(watch.fd, answers + answers_len, ANSWERS_MAX - 1 - answers_len, MSG_DONTWAIT);

    (void)context;
    (void)ready;
    if (got > 0) {
        answers_len += (size_t)got;
        assert(answers_len < ANSWERS_MAX - 1);
        return;
    }
    sc_loop_stop(loop);
}

static void hangs(void *context)
{
    (void)context;
    assert(false); /* the connection is not closed */
}

static void start(void)
{
    struct sc_http_config config = {.address = "127.0.0.1",
                                    .routes = routes,
                                    .route_count = SC_COUNT(routes),
                                    .connections_max = 100,
                                    .in_flight_max = 100,
                                    .metrics = sc_metrics_create()};
    SC_SCOPED(sc_request) rq;

    sc_log_set_level(SC_LOG_ERROR);
    loop = sc_loop_create();
    answers = malloc(ANSWERS_MAX);
    assert(loop != NULL && answers != NULL && config.metrics != NULL);
    enum sc_status st = sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none());
    assert(st == SC_OK);
    st = sc_http_server_create(&rq, loop, &config, &server);
    assert(st == SC_OK);
}

static int connect_client(void)
{
    /* A reset at the end: else the ports of so many connections would wait for a minute each. */
    static const struct linger forget = {.l_onoff = 1};
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons(sc_http_server_port(server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    setsockopt(fd, SOL_SOCKET, SO_LINGER, &forget, sizeof forget);
    int connected;
    do /* the fuzzer's own alarm may come in between */
        connected = connect(fd, (const struct sockaddr *)&at, sizeof at);
    while (connected != 0 && errno == EINTR);
    assert(connected == 0);
    return fd;
}

static void stop_loop(void *context)
{
    sc_loop_stop(context);
}

static void say(int fd, const uint8_t *bytes, size_t len)
{
    struct sc_loop_task stop = {.run = stop_loop, .context = loop};

    send(fd, bytes, len, MSG_NOSIGNAL);
    sc_loop_defer(loop, &stop);
    sc_loop_run(loop);
}

/* Every answer is whole: a status line, and the body that its Content-Length or chunks tell of. */
static void check_answers(void)
{
    char *at = answers;

    answers[answers_len] = '\0';
    while (*at != '\0') {
        assert(strncmp(at, "HTTP/1.1 ", 9) == 0);
        long code = strtol(at + 9, NULL, 10);
        assert(code == 100 || (code >= 200 && code <= 599));
        char *body = strstr(at, "\r\n\r\n");
        assert(body != NULL);
        body += 4;
        char *length = strstr(at, "\r\nContent-Length: ");
        char *chunks = strstr(at, "\r\nTransfer-Encoding: chunked\r\n");
        if (code == 100) {
            at = body;
        } else if (length != NULL && length < body) {
            size_t len = strtoul(length + 18, NULL, 10);
            size_t left = answers_len - (size_t)(body - answers);
            bool has_body = left > 0 && *body != 'H'; /* none: of HEAD */
            assert(!has_body || len <= left);
            at = has_body ? body + len : body;
        } else {
            char *end = strstr(body, "\r\n0\r\n\r\n");
            if (chunks == NULL || chunks > body) /* HTTP/1.0: until the connection ends */
                return;
            at = end == NULL ? body : end + 7; /* none: of HEAD */
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_loop_timer hang = {.on_time = hangs};

    if (size == 0)
        return 0;
    if (server == NULL)
        start();
    size_t split = data[0] * (size - 1) / 255;
    answers_len = 0;
    watch = (struct sc_loop_watch){.on_ready = read_answers};
    int fd = connect_client();

    say(fd, data + 1, split);
    say(fd, data + 1 + split, size - 1 - split);
    shutdown(fd, SHUT_WR); /* by itself: with the last bytes the library would not see it */
    enum sc_status st = sc_loop_watch(loop, &watch, fd, SC_LOOP_READ);
    assert(st == SC_OK);
    st = sc_loop_timer_set(loop, &hang, sc_deadline_in(HANG_MS));
    assert(st == SC_OK);
    sc_loop_run(loop);
    sc_loop_timer_clear(loop, &hang);
    sc_loop_unwatch(loop, &watch);
    close(fd);
    check_answers();
    return 0;
}
