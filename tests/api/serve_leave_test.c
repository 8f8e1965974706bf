/*
 * serve_leave_test.c - clients of `smartcart serve` that stay for long, or leave early.
 */
#include <libpq-fe.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "api/helpers/sample.h"
#include "api/helpers/server.h"
#include "runtime/deadline.h"

enum {
    STREAM_MAX = 1024 * 1024,
    EVENT_MS = 10 * 1000,
    LARGE = 256 * 1024 + 1, /* bytes: more than the queue of a stream takes */
};

#define LATE_FILE "bridge-0001-2026-06-14.csv"

#define IMPORTS "subscription { importProgress { path rows } }"
/* Its loader is slow: it may wait for the database as long as the request may. */
#define SLOW "{ categories(first: 1) { nodes { deals(first: 1) { nodes { text } } } } }"

static struct test_serving serving;

static struct sc_arena *arena(void)
{
    return sample_catalogue()->arena;
}

static struct test_serving start(void)
{
    const char *const words[] = {"serve", "--port", "0", "--cache", "off", NULL};
    const struct catalogue *c = sample_catalogue();
    struct test_serving started;
    char log[sizeof c->folder + 20];

    snprintf(log, sizeof log, "%s/leave.log", c->folder);
    test_serve_start(
        &(struct test_serve){.database_url = c->database.url, .log_path = log, .words = words},
        &started);
    return started;
}

static int setup(void **state)
{
    if (sample_setup(state) != 0)
        return -1;
    serving = start();
    return 0;
}

static int teardown(void **state)
{
    test_serve_stop(arena(), &serving);
    return sample_teardown(state);
}

/* On a connection of its own, as a stream or not; nothing is read. */
static int ask(const struct test_serving *to, const char *document, bool is_stream)
{
    struct sc_str body = sc_arena_printf(arena(), "{\"query\":\"%s\"}", document);
    struct sc_str bytes =
        sc_arena_printf(arena(),
                        "POST /graphql HTTP/1.1\r\nHost: localhost\r\n"
                        "Content-Type: application/json\r\nAuthorization: Bearer %s\r\n"
                        "Accept: %s\r\nContent-Length: %zu\r\n\r\n%.*s",
                        TEST_OPERATOR_TOKEN, is_stream ? "text/event-stream" : "application/json",
                        body.len, SC_STR_ARGS(body));
    int fd = test_connect(to->port);

    assert_non_null(bytes.at);
    assert_true(test_send(fd, bytes));
    return fd;
}

static bool has(struct sc_str text, const char *part)
{
    return sc_str_find(text, sc_str_of(part)) >= 0;
}

/* Reads until `part` has come, which has to be in time. */
static void read_until(int fd, struct sc_buf *got, const char *part)
{
    struct sc_deadline deadline = sc_deadline_in(EVENT_MS);
    char bytes[4096];

    while (!has(sc_buf_str(got), part)) {
        struct pollfd waits = {.fd = fd, .events = POLLIN};

        if (poll(&waits, 1, sc_deadline_poll_ms(deadline)) != 1)
            fail_msg("%s did not come: %.*s", part, SC_STR_ARGS(sc_buf_str(got)));
        ssize_t len = recv(fd, bytes, sizeof bytes, 0);
        if (len <= 0)
            fail_msg("it ended before %s: %.*s", part, SC_STR_ARGS(sc_buf_str(got)));
        sc_buf_put(got, (struct sc_str){bytes, (size_t)len});
    }
}

/* Until /metrics has this line. */
static void wait_for_metric(const char *line)
{
    static const char request[] =
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    struct sc_deadline deadline = sc_deadline_in(EVENT_MS);
    struct test_answer answer;

    do {
        int fd = test_connect(serving.port);

        if (sc_deadline_is_over(deadline))
            fail_msg("not in the metrics: %s", line);
        assert_true(test_send(fd, sc_str_of(request)));
        assert_true(test_receive(arena(), fd, TEST_ANSWER_MS, &answer));
        close(fd);
    } while (!has(answer.body, line));
}

/* Nobody else reads or writes the table until the connection is closed. */
static PGconn *lock_table(const char *table)
{
    PGconn *conn = PQconnectdb(sample_catalogue()->database.url);
    struct sc_str lock = sc_arena_printf(arena(), "begin; lock table %s", table);
    PGresult *result = PQexec(conn, lock.at);

    assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
    PQclear(result);
    return conn;
}

static void wait_for_locked(int count)
{
    struct sc_deadline deadline = sc_deadline_in(EVENT_MS);

    while (test_sql_number(sample_catalogue()->database.url,
                           "select count(*) from pg_locks where not granted and relation is not "
                           "null") != count)
        assert_false(sc_deadline_is_over(deadline));
}

/*
 * Who stays asks first, so that his deadline is the nearer one: while he waits
 * nothing but its client's leaving can have ended the other request.
 */
static void who_leaves_waits_no_longer(void **state)
{
    PGconn *lock = lock_table("deals.deal_item");
    int stays = ask(&serving, SLOW, false);
    struct test_answer answer;

    (void)state;
    wait_for_metric("smartcart_http_in_flight 1\n");
    int leaves = ask(&serving, SLOW, false);
    wait_for_metric("smartcart_http_in_flight 2\n");
    close(leaves);
    wait_for_metric("smartcart_http_in_flight 1\n");
    struct pollfd waits = {.fd = stays, .events = POLLIN};
    assert_int_equal(poll(&waits, 1, 0), 0);
    wait_for_locked(1); /* what the others had begun is cut short */
    PQfinish(lock);
    assert_true(test_receive(arena(), stays, TEST_ANSWER_MS, &answer));
    assert_int_equal(answer.code, 200);
    assert_false(has(answer.body, "errors"));
    close(stays);
}

/* What runs for it on another thread ends before what it needs does. */
static void who_leaves_does_not_bring_the_server_down(void **state)
{
    static const char document[] = "{ whereToBuy(input: {place: {lat: 51.8985, lon: -8.4756}, "
                                   "lines: [{text: \\\"milk\\\"}]}) { notes { text } } }";
    struct test_serving left = start();

    (void)state;
    for (int i = 0; i < 20; i++)
        close(ask(&left, document, false));
    test_serve_stop(arena(), &left);
}

/* In parts that the client takes as it can. */
static void a_large_answer_is_one_event(void **state)
{
#define TYPES "__schema { types { name description fields { name description args { name } } } } "
    struct sc_buf got;
    int fd = ask(&serving,
                 "{ a: " TYPES "b: " TYPES "c: " TYPES "d: " TYPES "e: " TYPES "f: " TYPES
                 "g: " TYPES "h: " TYPES "i: " TYPES "j: " TYPES "}",
                 true);

    (void)state;
    sc_buf_init(&got, TEST_ANSWER_MAX);
    read_until(fd, &got, "event: complete\ndata:\n\n");
    assert_true(got.len > LARGE);
    assert_true(
        has(sc_buf_str(&got), "event: next\ndata: {\"data\":{\"a\":{\"types\":[{\"name\":"));
    close(fd);
    sc_buf_finish(&got);
}

/* Left while its source was looked at for the first time: its stream had not begun. */
static void a_source_is_looked_at_again(void **state)
{
    PGconn *lock = lock_table("retail.feed_file");
    int early = ask(&serving, IMPORTS, true);
    struct sc_buf got;

    (void)state;
    sc_buf_init(&got, STREAM_MAX);
    wait_for_metric("smartcart_http_in_flight 1\n");
    close(early);
    wait_for_metric("smartcart_http_in_flight 0\n");
    wait_for_metric("smartcart_http_streams 0\n");
    PQfinish(lock);

    for (int i = 0; i < 4; i++) { /* on either loop, and again once nobody listened */
        int fd = ask(&serving, IMPORTS, true);

        read_until(fd, &got, "text/event-stream");
        wait_for_metric("smartcart_http_streams 1\n");
        close(fd);
        wait_for_metric("smartcart_http_streams 0\n");
        sc_buf_clear(&got);
    }
    sc_buf_finish(&got);
}

static void import(const char *name)
{
    catalogue_import_one(
        sample_catalogue(),
        catalogue_put_prices(sample_catalogue(), name, "1,Milk,4006381333931,1.00,,,,1,l\n"));
}

static void events_go_to_who_still_listens(void **state)
{
    int stays[2], leaves;
    struct sc_buf got[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        sc_buf_init(&got[i], STREAM_MAX);
        stays[i] = ask(&serving, IMPORTS, true);
        read_until(stays[i], &got[i], "text/event-stream");
    }
    leaves = ask(&serving, IMPORTS, true);
    wait_for_metric("smartcart_http_streams 3\n");
    close(leaves);
    wait_for_metric("smartcart_http_streams 2\n");
    import("bridge-0001-2026-06-12.csv");
    import("bridge-0001-2026-06-13.csv");
    for (int i = 0; i < 2; i++) {
        read_until(stays[i], &got[i], "2026-06-13.csv");
        struct sc_str all = sc_buf_str(&got[i]);
        assert_in_range(sc_str_find(all, SC_STR("2026-06-12.csv")), 0,
                        sc_str_find(all, SC_STR("2026-06-13.csv")));
        close(stays[i]);
        sc_buf_finish(&got[i]);
    }
}

static void an_import_is_an_event_and_stopping_ends_the_stream(void **state)
{
    struct test_serving streaming = start();
    int fd = ask(&streaming, IMPORTS, true);
    struct test_result result;
    struct sc_buf got;

    (void)state;
    sc_buf_init(&got, STREAM_MAX);
    read_until(fd, &got, "text/event-stream");
    import(LATE_FILE);
    read_until(fd, &got, LATE_FILE);
    assert_true(
        has(sc_buf_str(&got), "event: next\ndata: {\"data\":{\"importProgress\":{\"path\":"));
    kill(streaming.process.pid, SIGTERM);
    read_until(fd, &got, "retry:");
    close(fd);
    test_program_wait(arena(), &streaming.process, &result);
    assert_int_equal(result.exit_code, 0);
    sc_buf_finish(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_leaves_waits_no_longer),
        cmocka_unit_test(who_leaves_does_not_bring_the_server_down),
        cmocka_unit_test(a_large_answer_is_one_event),
        cmocka_unit_test(a_source_is_looked_at_again),
        cmocka_unit_test(events_go_to_who_still_listens),
        cmocka_unit_test(an_import_is_an_event_and_stopping_ends_the_stream),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
