/*
 * Everything that takes time: deadlines, clients that go, streams, stopping.
 */
#include "net/http_server.h"

#include <netinet/tcp.h>

#include "net/http_parts.h"
#include "testing/http_fixture.h"

enum {
    SHORT_MS = 100, /* the one deadline that a test waits for: nothing else can have ended it */
};

/* Says a byte every few milliseconds, so that the connection is never inactive. */
static void drip_until_cut(struct peer *peer)
{
    struct pollfd waiting = {.fd = peer->fd, .events = POLLIN};

    for (int i = 0; poll(&waiting, 1, 5) == 0; i++) {
        assert_true(i < PEER_WAIT_MS / 5);
        peer_say(peer, "x");
    }
}

/* The connection is over; a reset as well, behind which the kernel keeps nothing. */
static void wait_for_reset(const struct peer *peer)
{
    struct pollfd over = {.fd = peer->fd};

    assert_int_equal(poll(&over, 1, PEER_WAIT_MS), 1);
}

/* Slow and idle clients. */

static void slow_headers_are_cut(void **state)
{
    struct fixture *f = *state;
    static const char *const starts[] = {"", "GET /ec", "GET /echo HTTP/1.1\r\nHost: a\r\nX-A: "};

    f->config.times.header_ms = SHORT_MS;
    fixture_start(f);
    for (size_t i = 0; i < SC_COUNT(starts); i++) {
        struct peer *peer = fixture_say(f, starts[i]);

        drip_until_cut(peer);
        peer_expect_end(peer);
    }
}

static void a_slow_body_is_cut_with_408(void **state)
{
    struct fixture *f = *state;

    f->config.times.body_ms = SHORT_MS;
    fixture_start(f);
    struct peer *peer =
        fixture_say(f, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    drip_until_cut(peer);
    assert_int_equal(peer_read(peer), 408);
    peer_assert_has(peer, "\r\nX-Request-Id: ");
    peer_assert_has(peer, "\"code\":\"TIMEOUT\"");
    peer_expect_end(peer);
    assert_int_equal(atomic_load(&f->begun), 0);
}

static void an_idle_connection_is_closed(void **state)
{
    struct fixture *f = *state;

    f->config.times.idle_ms = SHORT_MS;
    fixture_start(f);
    struct peer *peer = fixture_say(f, GET("/vital"));
    assert_int_equal(peer_read(peer), 200);
    drip_until_cut(peer); /* part of a line does not make it busy */
    peer_expect_end(peer);
}

/* The library does not see it: the end comes with the last bytes. */
static void an_end_with_the_request_is_seen(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *peer = fixture_say(f, GET("/vital"));
    shutdown(peer->fd, SHUT_WR);
    assert_int_equal(peer_read(peer), 200);
    peer_expect_end(peer);
}

static void an_answer_nobody_takes_is_cut(void **state)
{
    struct fixture *f = *state;
    size_t taken = 0;
    ssize_t got;

    f->config.times.send_ms = SHORT_MS;
    fixture_start(f);
    struct peer *peer = fixture_say(f, GET("/large"));
    wait_for_reset(peer);
    while ((got = recv(peer->fd, peer->text, sizeof peer->text, 0)) > 0)
        taken += (size_t)got;
    assert_true(taken < FIXTURE_LARGE);
}

static void work_that_takes_too_long_is_answered_for(void **state)
{
    struct fixture *f = *state;

    f->config.times.grace_ms = 1;
    for (size_t i = 0; i < FIXTURE_ROUTES; i++)
        f->routes[i].deadline_ms = SHORT_MS;
    fixture_start(f);
    assert_int_equal(fixture_ask(f, GET("/hold")), 504);
    fixture_wait(&f->gone, 1);
}

/* Answers that come later. */

static void an_answer_may_come_later(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *peer = fixture_open(f);
    for (int i = 1; i <= 3; i++) {
        peer_say(peer, GET("/hold") GET("/vital")); /* with the next request behind it already */
        fixture_wait(&f->begun, i);
        fixture_do(f, fixture_settle);
        assert_int_equal(peer_read(peer), 200);
        assert_int_equal(strncmp(peer_body(peer), "at last", 7), 0);
        assert_int_equal(peer_read(peer), 200);
        assert_string_equal(peer_body(peer), "alive");
    }
    assert_int_equal(atomic_load(&f->gone), 0);
}

static void a_client_that_goes_is_told(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    for (int i = 1; i <= 3; i++) {
        struct peer *peer = fixture_say(f, GET("/hold"));

        fixture_wait(&f->begun, i);
        peer_close(peer);
        fixture_wait(&f->gone, i);
    }
    fixture_do(f, fixture_settle);
    assert_int_equal(atomic_load(&f->gone), 3);
}

/* What the header promises of an exchange whose client is gone. */
static void look_at_what_came(struct fixture *f)
{
    struct sc_http_exchange *x = f->held[0].exchange;

    assert_true(sc_http_is_gone(x));
    assert_str(sc_http_body(x), "abc");
    assert_str(sc_http_query(x, SC_STR("q")), "1");
    assert_null(sc_http_header(x, "User-Agent").at);
    assert_str(sc_http_header(x, "Host"), "b");
    assert_non_null(sc_http_traceparent(x).at);
}

static void what_came_outlives_the_client(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *peer = fixture_say(f, "POST http://b/hold?q=1 HTTP/1.1\r\nHost: a\r\n"
                                       "User-Agent: x\r\nContent-Length: 3\r\n\r\nabc");
    fixture_wait(&f->begun, 1);
    peer_close(peer);
    fixture_wait(&f->gone, 1);
    fixture_do(f, look_at_what_came);
}

/* Many at once. */

static void what_is_too_much_is_refused_at_once(void **state)
{
    struct fixture *f = *state;

    f->config.in_flight_max = 2;
    fixture_start(f);
    for (int i = 0; i < 2; i++) {
        fixture_say(f, GET("/hold"));
        fixture_wait(&f->begun, i + 1);
    }
    assert_int_equal(fixture_ask(f, GET("/echo")), 503);
    peer_assert_has(&f->once, "\r\nRetry-After: 1\r\n");
    assert_int_equal(fixture_ask(f, GET("/vital")), 200);
    fixture_do(f, fixture_settle);
    assert_int_equal(fixture_ask(f, GET("/echo")), 200);
}

static void too_many_connections_wait_their_turn(void **state)
{
    struct fixture *f = *state;
    struct peer *peers[8];

    f->config.connections_max = 2;
    fixture_start(f);
    for (size_t i = 0; i < SC_COUNT(peers); i++)
        peers[i] = fixture_say(f, GET("/vital"));
    for (size_t i = 0; i < SC_COUNT(peers); i++) { /* each is let in when one before it goes */
        assert_int_equal(peer_read(peers[i]), 200);
        peer_close(peers[i]);
    }
}

static void many_connections_are_served(void **state)
{
    struct fixture *f = *state;
    struct peer *peers[300];

    fixture_start(f);
    for (size_t i = 0; i < SC_COUNT(peers); i++)
        peers[i] = fixture_open(f);
    for (size_t i = 0; i < SC_COUNT(peers); i++)
        peer_say(peers[i], "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    for (size_t i = 0; i < SC_COUNT(peers); i++)
        assert_int_equal(peer_read(peers[i]), 200);
}

/* Each answers, on its own thread, what the kernel gave it. */
static void loops_share_a_port(void **state)
{
    struct fixture *f = *state, *second;
    struct peer *peers[40];

    fixture_start(f);
    assert_int_equal(fixture_setup((void **)&second), 0);
    second->config.port = f->port;
    second->config.joins = true;
    fixture_start(second);
    assert_int_equal(second->port, f->port);
    for (size_t i = 0; i < SC_COUNT(peers); i++)
        peers[i] = fixture_say(f, GET("/hold"));
    while (atomic_load(&f->begun) + atomic_load(&second->begun) < (int)SC_COUNT(peers))
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    assert_true(atomic_load(&f->begun) > 0 && atomic_load(&second->begun) > 0);
    fixture_do(f, fixture_settle);
    fixture_do(second, fixture_settle);
    for (size_t i = 0; i < SC_COUNT(peers); i++)
        assert_int_equal(peer_read(peers[i]), 200);
    fixture_teardown((void **)&second);
}

/* Streams. */

static struct peer *begin_stream(struct fixture *f)
{
    struct peer *peer = fixture_say(f, GET("/stream"));

    peer_expect(peer, "data: hello\n\n");
    return peer;
}

static void send_more(struct fixture *f)
{
    assert_int_equal(sc_http_stream_send(f->held[0].exchange, SC_STR("data: more\n\n")), SC_OK);
}

static void a_stream_is_sent_as_it_comes(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *peer = fixture_say(f, GET("/stream") GET("/vital"));
    peer_expect(peer, "data: hello\n\n");
    peer_assert_has(peer, "\r\nContent-Type: text/event-stream\r\n");
    peer_assert_has(peer, "\r\nTransfer-Encoding: chunked\r\n");
    peer_assert_has(peer, "\r\nX-Accel-Buffering: no\r\n");
    peer_assert_has(peer, "no-transform");
    fixture_do(f, send_more);
    peer_expect(peer, "data: more\n\n");
    fixture_do(f, fixture_settle);
    peer_expect(peer, "\r\n0\r\n\r\nHTTP/1.1 200 OK"); /* the next answer */
    peer_expect(peer, "alive");
    assert_int_equal(atomic_load(&f->gone), 0);
}

static void a_stream_has_a_head_too(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *peer = fixture_say(f, "HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n" GET("/vital"));
    peer_expect(peer, "\r\nContent-Type: text/event-stream\r\n");
    peer_expect(peer, "\r\n\r\nHTTP/1.1 200 OK\r\n");
    peer_expect(peer, "alive");
    fixture_wait(&f->gone, 1);
}

/* Suspended, it is none of the library's business: else that would ask for more all the time. */
static void a_silent_stream_takes_no_turns(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    begin_stream(f);
    fixture_say(f, GET("/hold"));
    fixture_wait(&f->begun, 2);
    fixture_do(f, fixture_idle);
    int64_t turns = sc_loop_stats(f->loop).turns;
    nanosleep(&(struct timespec){.tv_nsec = SHORT_MS * INT64_C(1000000)}, NULL);
    assert_true(sc_loop_stats(f->loop).turns - turns < 10); /* of thousands */
}

static void a_silent_stream_has_a_heartbeat(void **state)
{
    struct fixture *f = *state;

    f->config.times.heartbeat_ms = SHORT_MS;
    fixture_start(f);
    struct peer *peer = begin_stream(f);
    peer_expect(peer, "3\r\n:\n\n\r\n3\r\n:\n\n\r\n");
    peer_close(peer);
    fixture_wait(&f->gone, 1);
}

/*
 * Whoever loses power says nothing. While a stream is silent nobody notices; its
 * heartbeat is answered by a peer that knows nothing of it.
 */
static void a_peer_that_vanished_is_found_by_the_heartbeat(void **state)
{
    struct fixture *f = *state;
    static const int on = 1;

    f->config.times.heartbeat_ms = SHORT_MS;
    fixture_start(f);
    struct peer *peer = begin_stream(f);
    if (setsockopt(peer->fd, IPPROTO_TCP, TCP_REPAIR, &on, sizeof on) != 0) {
        print_message("skipped: it takes CAP_NET_ADMIN to close a connection without a word\n");
        skip();
    }
    peer_close(peer);
    assert_int_equal(atomic_load(&f->gone), 0);
    fixture_wait(&f->gone, 1);
}

static void send_into_the_void(struct fixture *f)
{
    assert_int_equal(sc_http_stream_send(f->held[0].exchange, SC_STR("data: x\n\n")), SC_CANCELLED);
}

static void a_stream_whose_client_goes_is_told(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    peer_close(begin_stream(f));
    fixture_wait(&f->gone, 1);
    fixture_do(f, send_into_the_void);
}

/* The library looks after the oldest connection first, and perhaps no other. */
static void a_stream_that_is_over_is_put_away_at_once(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *older = fixture_say(f, GET("/vital"));
    assert_int_equal(peer_read(older), 200);
    for (int i = 1; i <= 3; i++) {
        peer_close(begin_stream(f));
        fixture_wait(&f->gone, i);
        fixture_do(f, fixture_settle);
    }
    fixture_wait_counted(f, "smartcart_http_connections 1\n");
}

static void a_slow_reader_is_cut(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    fixture_say(f, GET("/flood"));
    fixture_wait(&f->cut, 1);
    fixture_wait(&f->gone, 1);
}

/* More than the kernel takes for a reader that reads nothing, in parts that the queue takes. */
static void fill_up(struct fixture *f)
{
    static const char event[8192] = "data: ";

    for (int i = 0; i < 16; i++)
        if (sc_http_stream_send(f->held[0].exchange, (struct sc_str){event, sizeof event}) != SC_OK)
            return;
}

static void a_reader_that_takes_nothing_is_cut(void **state)
{
    struct fixture *f = *state;

    f->config.times.heartbeat_ms = SHORT_MS;
    fixture_start(f);
    begin_stream(f);
    for (int i = 0; i < 1000 && atomic_load(&f->gone) == 0; i++)
        fixture_do(f, fill_up);
    fixture_wait(&f->gone, 1);
}

/* Has the stream end with something in it that the kernel does not take any more. */
static void end_unread(struct fixture *f)
{
    static uint64_t moved;
    struct sc_http_exchange *x = f->held[0].exchange;

    if (x->taken < x->queue.len && x->moved == moved)
        fixture_settle(f);
    else if (x->taken == x->queue.len)
        fill_up(f);
    moved = x->moved;
    atomic_store(&f->begun, f->held_count);
}

static void an_ended_stream_that_nobody_takes_is_cut(void **state)
{
    struct fixture *f = *state;

    f->config.times.heartbeat_ms = INT64_C(5) * SHORT_MS;
    fixture_start(f);
    struct peer *peer = begin_stream(f);
    for (int i = 0; i < 1000 && atomic_load(&f->begun) > 0; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        fixture_do(f, end_unread);
    }
    wait_for_reset(peer);
}

/* Stopping. */

static void note_stopped(void *context)
{
    struct fixture *f = context;

    atomic_store(&f->stopped, 1);
}

static void stop_soon(struct fixture *f)
{
    sc_http_server_stop(f->server, sc_deadline_in(FIXTURE_LONG_MS), note_stopped, f);
}

static void stop_now(struct fixture *f)
{
    sc_http_server_stop(f->server, sc_deadline_in(SHORT_MS), note_stopped, f);
}

static void a_stop_lets_work_finish(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *busy = fixture_say(f, GET("/hold"));
    fixture_wait(&f->begun, 1);
    struct peer *idle = fixture_say(f, GET("/vital"));
    assert_int_equal(peer_read(idle), 200);
    struct peer *half = fixture_say(f, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                                       "Expect: 100-continue\r\n\r\n");
    assert_int_equal(peer_read_head(half), 100); /* so its headers are read */
    fixture_do(f, stop_soon);

    peer_expect_end(idle);
    peer_say(half, "abc");
    assert_int_equal(peer_read(half), 200);
    peer_assert_has(half, "\r\nConnection: close\r\n");
    peer_expect_end(half);
    assert_int_equal(atomic_load(&f->stopped), 0);
    fixture_do(f, fixture_settle);
    assert_int_equal(peer_read(busy), 200);
    peer_assert_has(busy, "\r\nConnection: close\r\n");
    assert_string_equal(peer_body(busy), "at last");
    peer_expect_end(busy);
    fixture_wait(&f->stopped, 1);
}

static void a_stop_tells_streams_to_come_back(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *peer = begin_stream(f);
    fixture_do(f, stop_soon);
    peer_expect(peer, "retry: ");
    peer_expect(peer, "\r\n0\r\n\r\n");
    peer_expect_end(peer);
    fixture_wait(&f->gone, 1);
    fixture_wait(&f->stopped, 1);
    fixture_do(f, send_into_the_void);
}

static void a_stop_with_nothing_to_do_is_told(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    fixture_do(f, stop_soon);
    fixture_wait(&f->stopped, 1);
}

/* One request held and one stream, which are both suspended. */
static struct peer *suspend_two(struct fixture *f)
{
    struct peer *busy = fixture_say(f, GET("/hold"));

    fixture_wait(&f->begun, 1);
    begin_stream(f);
    return busy;
}

/* The handler answers when even the server is no more. */
static void a_stop_has_a_deadline(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *busy = suspend_two(f);
    fixture_say(f, GET("/flood"));
    fixture_wait(&f->begun, 3);
    fixture_do(f, stop_now);
    peer_expect_end(busy);
    fixture_wait(&f->stopped, 1);
    fixture_wait(&f->gone, 3);
    fixture_halt(f);
    fixture_settle(f);
}

static void a_server_may_go_without_a_stop(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *busy = suspend_two(f);
    fixture_say(f, "GET /hold HTTP/1.1\r\nHost");
    fixture_halt(f);
    assert_int_equal(atomic_load(&f->gone), 2);
    peer_expect_end(busy);
    fixture_settle(f);
}

UNIT_TESTS(fixture_test(slow_headers_are_cut), fixture_test(a_slow_body_is_cut_with_408),
           fixture_test(an_idle_connection_is_closed),
           fixture_test(an_end_with_the_request_is_seen),
           fixture_test(an_answer_nobody_takes_is_cut),
           fixture_test(work_that_takes_too_long_is_answered_for),
           fixture_test(an_answer_may_come_later), fixture_test(a_client_that_goes_is_told),
           fixture_test(what_came_outlives_the_client),
           fixture_test(what_is_too_much_is_refused_at_once),
           fixture_test(too_many_connections_wait_their_turn),
           fixture_test(many_connections_are_served), fixture_test(loops_share_a_port),
           fixture_test(a_stream_is_sent_as_it_comes), fixture_test(a_stream_has_a_head_too),
           fixture_test(a_silent_stream_takes_no_turns),
           fixture_test(a_silent_stream_has_a_heartbeat),
           fixture_test(a_peer_that_vanished_is_found_by_the_heartbeat),
           fixture_test(a_stream_whose_client_goes_is_told),
           fixture_test(a_stream_that_is_over_is_put_away_at_once),
           fixture_test(a_slow_reader_is_cut), fixture_test(a_reader_that_takes_nothing_is_cut),
           fixture_test(an_ended_stream_that_nobody_takes_is_cut),
           fixture_test(a_stop_lets_work_finish), fixture_test(a_stop_tells_streams_to_come_back),
           fixture_test(a_stop_with_nothing_to_do_is_told), fixture_test(a_stop_has_a_deadline),
           fixture_test(a_server_may_go_without_a_stop))
