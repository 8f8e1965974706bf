/*
 * Everything that takes time: deadlines, clients that go, streams, stopping.
 */
#include "net/http_server.h"

#include "net/http_parts.h"
#include "testing/http_fixture.h"

enum {
    SHORT_MS = 100,
    LONG_MS = 60000, /* never in a test */
};

/* Only one deadline is short, so that nothing else can have cut the connection. */
static struct sc_http_times all_long(void)
{
    return (struct sc_http_times){.header_ms = LONG_MS,
                                  .body_ms = LONG_MS,
                                  .idle_ms = LONG_MS,
                                  .send_ms = LONG_MS,
                                  .grace_ms = LONG_MS,
                                  .heartbeat_ms = LONG_MS};
}

static void begin(struct fixture *f, struct sc_http_times times)
{
    fixture_init(f);
    f->config.times = times;
    fixture_start(f);
}

/* Says a byte every few milliseconds, so that the connection is never inactive. */
static void drip_until_cut(int fd, struct peer_reply *reply)
{
    struct pollfd waiting = {.fd = fd, .events = POLLIN};

    for (int i = 0; poll(&waiting, 1, 5) == 0; i++) {
        assert_true(i < PEER_WAIT_MS / 5);
        peer_say(fd, "x");
    }
    peer_read_end(fd, reply);
}

static void slow_headers_are_cut(void **state)
{
    (void)state;
    struct fixture f;
    struct sc_http_times times = all_long();
    struct peer_reply *reply = peer_reply_create();
    static const char *const starts[] = {"", "GET /ec", "GET /echo HTTP/1.1\r\nHost: a\r\nX-A: "};

    times.header_ms = SHORT_MS;
    begin(&f, times);
    for (size_t i = 0; i < SC_COUNT(starts); i++) {
        int fd = peer_connect(f.port);

        peer_say(fd, starts[i]);
        drip_until_cut(fd, reply);
        assert_int_equal(reply->len, 0);
        close(fd);
    }
    fixture_end(&f);
    free(reply);
}

static void a_slow_body_is_cut_with_408(void **state)
{
    (void)state;
    struct fixture f;
    struct sc_http_times times = all_long();
    struct peer_reply *reply = peer_reply_create();

    times.body_ms = SHORT_MS;
    begin(&f, times);
    int fd = peer_connect(f.port);
    peer_say(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    drip_until_cut(fd, reply);
    assert_int_equal(strncmp(reply->text, "HTTP/1.1 408 Request Timeout\r\n", 30), 0);
    assert_non_null(strstr(reply->text, "\r\nX-Request-Id: "));
    assert_non_null(strstr(reply->text, "\"code\":\"TIMEOUT\""));
    close(fd);
    assert_int_equal(atomic_load(&f.begun), 0);
    fixture_end(&f);
    free(reply);
}

static void an_idle_connection_is_closed(void **state)
{
    (void)state;
    struct fixture f;
    struct sc_http_times times = all_long();
    struct peer_reply *reply = peer_reply_create();

    times.idle_ms = SHORT_MS;
    begin(&f, times);
    int fd = peer_connect(f.port);
    peer_say(fd, "GET /vital HTTP/1.1\r\nHost: a\r\n\r\n");
    peer_read(fd, reply);
    assert_int_equal(reply->code, 200);
    peer_drop(reply, reply->len);
    drip_until_cut(fd, reply); /* part of a line does not make it busy */
    assert_int_equal(reply->len, 0);
    close(fd);
    fixture_end(&f);
    free(reply);
}

/* The library does not see it: the end comes with the last bytes. */
static void an_end_with_the_request_is_seen(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    begin(&f, all_long());
    int fd = peer_connect(f.port);
    peer_say(fd, "GET /vital HTTP/1.1\r\nHost: a\r\n\r\n");
    shutdown(fd, SHUT_WR);
    peer_read_end(fd, reply);
    assert_string_equal(reply->text + reply->len - 5, "alive");
    close(fd);
    fixture_end(&f);
    free(reply);
}

static void an_answer_nobody_takes_is_cut(void **state)
{
    (void)state;
    struct fixture f;
    struct sc_http_times times = all_long();
    struct peer_reply *reply = peer_reply_create();
    size_t taken = 0;
    ssize_t got;

    times.send_ms = SHORT_MS;
    begin(&f, times);
    int fd = peer_connect(f.port);
    peer_say(fd, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    struct pollfd over = {.fd = fd}; /* a reset: what the kernel still has is not kept for it */
    assert_int_equal(poll(&over, 1, PEER_WAIT_MS), 1);
    while ((got = recv(fd, reply->text, sizeof reply->text, 0)) > 0)
        taken += (size_t)got;
    assert_true(taken < FIXTURE_LARGE);
    close(fd);
    fixture_end(&f);
    free(reply);
}

static void work_that_takes_too_long_is_answered_for(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    struct sc_http_times times = all_long();

    times.grace_ms = 1;
    fixture_init(&f);
    f.config.times = times;
    f.routes[4].deadline_ms = SHORT_MS; /* of /hold */
    fixture_start(&f);
    assert_int_equal(peer_ask(f.port, "GET /hold HTTP/1.1\r\nHost: a\r\n\r\n", reply), 504);
    fixture_wait(&f.gone, 1);
    fixture_do(&f, fixture_release); /* dropped */
    fixture_end(&f);
    free(reply);
}

static void an_answer_may_come_later(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    begin(&f, all_long());
    int fd = peer_connect(f.port);
    for (int i = 1; i <= 3; i++) { /* with the next request behind it already */
        peer_say(fd, "GET /hold HTTP/1.1\r\nHost: a\r\n\r\nGET /vital HTTP/1.1\r\nHost: a\r\n\r\n");
        fixture_wait(&f.begun, i);
        fixture_do(&f, fixture_release);
        peer_read_until(fd, reply, "alive");
        assert_non_null(strstr(reply->text, "at lastHTTP/1.1 200 OK"));
        peer_drop(reply, reply->len);
    }
    close(fd);
    assert_int_equal(atomic_load(&f.gone), 0);
    fixture_end(&f);
    free(reply);
}

static void a_client_that_goes_is_told(void **state)
{
    (void)state;
    struct fixture f;

    begin(&f, all_long());
    for (int i = 1; i <= 3; i++) {
        int fd = peer_connect(f.port);

        peer_say(fd, "GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
        fixture_wait(&f.begun, i);
        close(fd);
        fixture_wait(&f.gone, i);
    }
    fixture_do(&f, fixture_release);
    assert_int_equal(atomic_load(&f.gone), 3);
    fixture_end(&f);
}

/* What the header promises of an exchange whose client is gone. */
static void look_at_what_came(struct fixture *f)
{
    assert_str(sc_http_path(f->held[0]), "/hold");
    assert_str(sc_http_body(f->held[0]), "abc");
    assert_null(sc_http_header(f->held[0], "Host").at);
    assert_non_null(sc_http_traceparent(f->held[0]).at);
    fixture_release(f);
}

static void what_came_outlives_the_client(void **state)
{
    (void)state;
    struct fixture f;

    begin(&f, all_long());
    int fd = peer_connect(f.port);
    peer_say(fd, "POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    fixture_wait(&f.begun, 1);
    close(fd);
    fixture_wait(&f.gone, 1);
    fixture_do(&f, look_at_what_came);
    fixture_end(&f);
}

static void what_is_too_much_is_refused_at_once(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    int fds[2];

    fixture_init(&f);
    f.config.in_flight_max = 2;
    fixture_start(&f);
    for (int i = 0; i < 2; i++) {
        fds[i] = peer_connect(f.port);
        peer_say(fds[i], "GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
        fixture_wait(&f.begun, i + 1);
    }
    assert_int_equal(peer_ask(f.port, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", reply), 503);
    assert_non_null(strstr(reply->text, "\r\nRetry-After: 1\r\n"));
    assert_int_equal(peer_ask(f.port, "GET /vital HTTP/1.1\r\nHost: a\r\n\r\n", reply), 200);
    fixture_do(&f, fixture_release);
    assert_int_equal(peer_ask(f.port, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", reply), 200);
    for (int i = 0; i < 2; i++)
        close(fds[i]);
    fixture_end(&f);
    free(reply);
}

static void too_many_connections_wait_their_turn(void **state)
{
    (void)state;
    enum {
        CLIENTS = 8
    };
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    int fds[CLIENTS];

    fixture_init(&f);
    f.config.connections_max = 2;
    fixture_start(&f);
    for (int i = 0; i < CLIENTS; i++) {
        fds[i] = peer_connect(f.port);
        peer_say(fds[i], "GET /vital HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    for (int i = 0; i < CLIENTS; i++) { /* each is let in when one before it goes */
        *reply = (struct peer_reply){0};
        peer_read(fds[i], reply);
        assert_int_equal(reply->code, 200);
        close(fds[i]);
    }
    fixture_end(&f);
    free(reply);
}

static void many_connections_are_served(void **state)
{
    (void)state;
    enum {
        CLIENTS = 300
    };
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    int fds[CLIENTS];

    fixture_begin(&f);
    for (int i = 0; i < CLIENTS; i++)
        fds[i] = peer_connect(f.port);
    for (int i = 0; i < CLIENTS; i++)
        peer_say(fds[i], "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    for (int i = 0; i < CLIENTS; i++) {
        *reply = (struct peer_reply){0};
        peer_read(fds[i], reply);
        assert_int_equal(reply->code, 200);
        close(fds[i]);
    }
    fixture_end(&f);
    free(reply);
}

/* Streams. */

static void send_more(struct fixture *f)
{
    assert_int_equal(sc_http_stream_send(f->held[0], SC_STR("data: more\n\n")), SC_OK);
}

static void a_stream_is_sent_as_it_comes(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    begin(&f, all_long());
    int fd = peer_connect(f.port);
    peer_say(fd, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /vital HTTP/1.1\r\nHost: a\r\n\r\n");
    peer_read_until(fd, reply, "data: hello\n\n");
    assert_non_null(strstr(reply->text, "\r\nContent-Type: text/event-stream\r\n"));
    assert_non_null(strstr(reply->text, "\r\nTransfer-Encoding: chunked\r\n"));
    assert_non_null(strstr(reply->text, "\r\nX-Accel-Buffering: no\r\n"));
    assert_non_null(strstr(reply->text, "no-transform"));
    fixture_do(&f, send_more);
    peer_read_until(fd, reply, "data: more\n\n");
    fixture_do(&f, fixture_end_streams);
    peer_read_until(fd, reply, "\r\n0\r\n\r\nHTTP/1.1 200 OK"); /* the next answer */
    peer_read_until(fd, reply, "alive");
    close(fd);
    assert_int_equal(atomic_load(&f.gone), 0);
    fixture_end(&f);
    free(reply);
}

static void a_stream_has_a_head_too(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    begin(&f, all_long());
    int fd = peer_connect(f.port);
    peer_say(fd, "HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /vital HTTP/1.1\r\nHost: a\r\n\r\n");
    peer_read_until(fd, reply, "alive");
    assert_non_null(strstr(reply->text, "\r\nContent-Type: text/event-stream\r\n"));
    assert_non_null(strstr(reply->text, "\r\n\r\nHTTP/1.1 200 OK\r\n"));
    fixture_wait(&f.gone, 1);
    fixture_do(&f, fixture_end_streams);
    close(fd);
    fixture_end(&f);
    free(reply);
}

static void a_silent_stream_has_a_heartbeat(void **state)
{
    (void)state;
    struct fixture f;
    struct sc_http_times times = all_long();
    struct peer_reply *reply = peer_reply_create();

    times.heartbeat_ms = SHORT_MS;
    begin(&f, times);
    int fd = peer_connect(f.port);
    peer_say(fd, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    peer_read_until(fd, reply, "data: hello\n\n");
    peer_read_until(fd, reply, "3\r\n:\n\n\r\n3\r\n:\n\n\r\n");
    close(fd);
    fixture_wait(&f.gone, 1);
    fixture_do(&f, fixture_end_streams);
    fixture_end(&f);
    free(reply);
}

static void send_into_the_void(struct fixture *f)
{
    assert_int_equal(sc_http_stream_send(f->held[0], SC_STR("data: x\n\n")), SC_CANCELLED);
    fixture_end_streams(f);
}

static void a_stream_whose_client_goes_is_told(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    begin(&f, all_long());
    int fd = peer_connect(f.port);
    peer_say(fd, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    peer_read_until(fd, reply, "data: hello\n\n");
    close(fd);
    fixture_wait(&f.gone, 1);
    fixture_do(&f, send_into_the_void);
    fixture_end(&f);
    free(reply);
}

static void a_slow_reader_is_cut(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    begin(&f, all_long());
    int fd = peer_connect(f.port);
    peer_say(fd, "GET /flood HTTP/1.1\r\nHost: a\r\n\r\n");
    fixture_wait(&f.cut, 1);
    fixture_wait(&f.gone, 1);
    fixture_do(&f, fixture_end_streams);
    close(fd);
    fixture_end(&f);
    free(reply);
}

/* More than the kernel takes for a reader that reads nothing, in parts that the queue takes. */
static void fill_up(struct fixture *f)
{
    static const char event[8192] = "data: ";

    for (int i = 0; i < 16; i++)
        if (sc_http_stream_send(f->held[0], (struct sc_str){event, sizeof event}) != SC_OK)
            return;
}

static void a_reader_that_takes_nothing_is_cut(void **state)
{
    (void)state;
    struct fixture f;
    struct sc_http_times times = all_long();
    struct peer_reply *reply = peer_reply_create();

    times.heartbeat_ms = SHORT_MS;
    begin(&f, times);
    int fd = peer_connect(f.port);
    peer_say(fd, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    peer_read_until(fd, reply, "data: hello\n\n");
    for (int i = 0; i < 1000 && atomic_load(&f.gone) == 0; i++)
        fixture_do(&f, fill_up);
    fixture_wait(&f.gone, 1);
    fixture_do(&f, fixture_end_streams);
    close(fd);
    fixture_end(&f);
    free(reply);
}

/* Has the stream end with something in it that the kernel does not take any more. */
static void end_unread(struct fixture *f)
{
    static uint64_t moved;
    struct sc_http_exchange *x = f->held[0];

    if (x->taken < x->queue.len && x->moved == moved)
        fixture_end_streams(f);
    else if (x->taken == x->queue.len)
        fill_up(f);
    moved = x->moved;
    atomic_store(&f->begun, f->held_count);
}

static void an_ended_stream_that_nobody_takes_is_cut(void **state)
{
    (void)state;
    struct fixture f;
    struct sc_http_times times = all_long();
    struct peer_reply *reply = peer_reply_create();

    times.heartbeat_ms = INT64_C(5) * SHORT_MS;
    begin(&f, times);
    int fd = peer_connect(f.port);
    peer_say(fd, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    peer_read_until(fd, reply, "data: hello\n\n");
    for (int i = 0; i < 1000 && atomic_load(&f.begun) > 0; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        fixture_do(&f, end_unread);
    }
    struct pollfd over = {.fd = fd};
    assert_int_equal(poll(&over, 1, PEER_WAIT_MS), 1);
    close(fd);
    fixture_end(&f);
    free(reply);
}

/* Stopping. */

static void note_stopped(void *context)
{
    struct fixture *f = context;

    atomic_store(&f->stopped, 1);
}

static void stop_soon(struct fixture *f)
{
    sc_http_server_stop(f->server, sc_deadline_in(LONG_MS), note_stopped, f);
}

static void stop_now(struct fixture *f)
{
    sc_http_server_stop(f->server, sc_deadline_in(SHORT_MS), note_stopped, f);
}

static void a_stop_lets_work_finish(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    begin(&f, all_long());
    int busy = peer_connect(f.port), idle = peer_connect(f.port), half = peer_connect(f.port);
    peer_say(busy, "GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
    fixture_wait(&f.begun, 1);
    peer_say(idle, "GET /vital HTTP/1.1\r\nHost: a\r\n\r\n");
    peer_read(idle, reply);
    peer_say(half, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n"
                   "\r\n");
    peer_drop(reply, reply->len);
    peer_read_head(half, reply); /* so its headers are read */
    fixture_do(&f, stop_soon);

    peer_drop(reply, reply->len);
    peer_read_end(idle, reply);
    assert_int_equal(reply->len, 0);
    peer_say(half, "abc");
    peer_read_end(half, reply);
    assert_non_null(strstr(reply->text, "\r\nConnection: close\r\n"));
    assert_int_equal(atomic_load(&f.stopped), 0);
    fixture_do(&f, fixture_release);
    peer_drop(reply, reply->len);
    peer_read_end(busy, reply);
    assert_non_null(strstr(reply->text, "\r\nConnection: close\r\n"));
    assert_non_null(strstr(reply->text, "at last"));
    fixture_wait(&f.stopped, 1);
    close(busy);
    close(idle);
    close(half);
    fixture_end(&f);
    free(reply);
}

static void a_stop_tells_streams_to_come_back(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    begin(&f, all_long());
    int fd = peer_connect(f.port);
    peer_say(fd, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    peer_read_until(fd, reply, "data: hello\n\n");
    fixture_do(&f, stop_soon);
    peer_read_end(fd, reply);
    assert_non_null(strstr(reply->text, "retry: "));
    assert_string_equal(reply->text + reply->len - 7, "\r\n0\r\n\r\n");
    fixture_wait(&f.gone, 1);
    fixture_wait(&f.stopped, 1);
    fixture_do(&f, send_into_the_void);
    close(fd);
    fixture_end(&f);
    free(reply);
}

static void a_stop_with_nothing_to_do_is_told(void **state)
{
    (void)state;
    struct fixture f;

    begin(&f, all_long());
    fixture_do(&f, stop_soon);
    fixture_wait(&f.stopped, 1);
    fixture_end(&f);
}

/* The handler answers when even the server is no more. */
static void a_stop_has_a_deadline(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    begin(&f, all_long());
    int busy = peer_connect(f.port), stream = peer_connect(f.port);
    peer_say(busy, "GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
    fixture_wait(&f.begun, 1);
    peer_say(stream, "GET /flood HTTP/1.1\r\nHost: a\r\n\r\n");
    fixture_wait(&f.begun, 2);
    fixture_do(&f, stop_now);
    peer_read_end(busy, reply);
    assert_int_equal(reply->len, 0);
    fixture_wait(&f.stopped, 1);
    fixture_wait(&f.gone, 2);
    sc_loop_stop(f.loop);
    pthread_join(f.thread, NULL);
    f.is_running = false;
    sc_http_server_destroy(f.server);
    f.server = NULL;
    sc_http_stream_end(f.held[1]);
    f.held_count = 1;
    fixture_release(&f);
    close(busy);
    close(stream);
    fixture_end(&f);
    free(reply);
}

static void a_server_may_go_without_a_stop(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    begin(&f, all_long());
    int busy = peer_connect(f.port), stream = peer_connect(f.port), half = peer_connect(f.port);
    peer_say(busy, "GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
    fixture_wait(&f.begun, 1);
    peer_say(stream, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    peer_read_until(stream, reply, "hello");
    peer_say(half, "GET /hold HTTP/1.1\r\nHost");
    sc_loop_stop(f.loop);
    pthread_join(f.thread, NULL);
    f.is_running = false;
    sc_http_server_destroy(f.server);
    f.server = NULL;
    assert_int_equal(atomic_load(&f.gone), 2);
    sc_http_stream_end(f.held[1]);
    f.held_count = 1;
    fixture_release(&f);
    close(busy);
    close(stream);
    close(half);
    fixture_end(&f);
    free(reply);
}

UNIT_TESTS(a_test(slow_headers_are_cut), a_test(a_slow_body_is_cut_with_408),
           a_test(an_idle_connection_is_closed), a_test(an_end_with_the_request_is_seen),
           a_test(an_answer_nobody_takes_is_cut), a_test(work_that_takes_too_long_is_answered_for),
           a_test(an_answer_may_come_later), a_test(a_client_that_goes_is_told),
           a_test(what_came_outlives_the_client), a_test(what_is_too_much_is_refused_at_once),
           a_test(too_many_connections_wait_their_turn), a_test(many_connections_are_served),
           a_test(a_stream_is_sent_as_it_comes), a_test(a_stream_has_a_head_too),
           a_test(a_silent_stream_has_a_heartbeat), a_test(a_stream_whose_client_goes_is_told),
           a_test(a_slow_reader_is_cut), a_test(a_reader_that_takes_nothing_is_cut),
           a_test(an_ended_stream_that_nobody_takes_is_cut), a_test(a_stop_lets_work_finish),
           a_test(a_stop_tells_streams_to_come_back), a_test(a_stop_with_nothing_to_do_is_told),
           a_test(a_stop_has_a_deadline), a_test(a_server_may_go_without_a_stop))
