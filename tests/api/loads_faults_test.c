/* Loads when the server is late, frozen, gone, or has forgotten something; or when we go. */
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/helpers/loads.h"
#include "probe/probe_rows.h"
#include "testing/unit.h"

enum {
    PROMPT_MS = 5000, /* how late an end may be seen, on a loaded machine */
};

/* Sessions of this database that run something, but for the one that asks. */
static const char at_work[] = "select count(*) from pg_stat_activity where state = 'active'"
                              " and datname = current_database() and pid <> pg_backend_pid()";

static int64_t sleepers(struct test_loads *f)
{
    return test_sql_number(f->probe->database.url,
                           "select count(*) from pg_stat_activity where wait_event = 'PgSleep'");
}

static void a_late_statement_ends_with_its_connection(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *late = test_ask_create(f), *other = test_ask_create(f);
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);

    test_loads_use(f, &test_loads_hasty);
    test_ask_add(late, &probe_doze_loader, NULL, TEST_KEYS(60000));
    test_ask_add(late, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    test_ask_add(other, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    assert_true(test_ask_start(late));
    assert_true(test_ask_start(other));
    test_loads_finish(f);
    assert_int_equal(late->at[0].status, SC_TIMEOUT);
    assert_int_equal(late->at[1].status, SC_TIMEOUT);
    assert_int_equal(other->at[0].status, SC_OK);
    while (sleepers(f) > 0) /* it was cancelled, too */
        assert_false(sc_deadline_is_over(deadline));
    assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK);
    test_ask_destroy(late);
    test_ask_destroy(other);
}

/* It was the loop that did not run: what the server had answered by then is taken. */
static void a_late_loop_does_not_blame_the_server(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *ask = test_ask_create(f);

    test_loads_use(f, &test_loads_hasty);
    assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK);
    struct sc_deadline late = sc_deadline_in(2L * TEST_HASTY_MS);
    test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    assert_true(test_ask_start(ask));
    while (!sc_deadline_is_over(late) || test_sql_number(f->probe->database.url, at_work) > 0)
        (void)poll(NULL, 0, sc_deadline_poll_ms(late));
    test_loads_finish(f);
    assert_int_equal(ask->at[0].status, SC_OK);
    test_ask_destroy(ask);
}

static void a_request_waits_no_longer_than_it_has_time(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *ask = test_ask_create(f);

    ask->rq.deadline = sc_deadline_in(TEST_HASTY_MS);
    test_ask_add(ask, &probe_doze_loader, NULL, TEST_KEYS(2000));
    test_ask_run(ask);
    assert_int_equal(ask->at[0].status, SC_TIMEOUT);
    test_ask_destroy(ask);
    assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK);
}

static void slow_loaders_hold_up_no_quick_ones(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *slow[3], *quick = test_ask_create(f);

    test_loads_use(f, &test_loads_hasty);
    for (int i = 0; i < 3; i++) {
        slow[i] = test_ask_create(f);
        test_ask_add(slow[i], &probe_doze_long_loader, NULL, TEST_KEYS(TEST_HASTY_MS + 100));
        assert_true(test_ask_start(slow[i]));
    }
    test_ask_add(quick, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    assert_true(test_ask_start(quick));
    test_loads_finish(f);
    assert_int_equal(quick->at[0].status, SC_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(slow[i]->at[0].status, SC_OK);
        test_ask_destroy(slow[i]);
    }
    test_ask_destroy(quick);
}

/* Loads of one quick connection that has a batch under way for `ms`, unless it is cut. */
static struct test_ask *hold_only_connection(struct test_loads *f, int64_t ms)
{
    struct sc_loads_config config = test_loads_patient;
    struct test_ask *ask = test_ask_create(f);

    config.connections = 1;
    test_loads_use(f, &config);
    test_ask_add(ask, &probe_doze_loader, NULL, &ms, 1);
    assert_true(test_ask_start(ask));
    return ask;
}

static void a_full_queue_is_busy(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *first = hold_only_connection(f, 300);
    static struct test_ask *asks[SC_LOADS_WAITERS_MAX];
    struct test_ask *one_more = test_ask_create(f);

    while (!sc_loads_is_ready(f->loads)) /* then the first is under way, and no more waits */
        test_loads_idle(f, 10);
    for (size_t i = 0; i < SC_LOADS_WAITERS_MAX; i++) {
        asks[i] = test_ask_create(f);
        test_ask_add(asks[i], &probe_thing_at_loader, NULL, TEST_KEYS(1));
        assert_true(test_ask_start(asks[i]));
    }
    test_ask_add(one_more, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    assert_false(test_ask_start(one_more));
    assert_int_equal(one_more->at[0].status, SC_BUSY);
    test_loads_finish(f);
    for (size_t i = 0; i < SC_LOADS_WAITERS_MAX; i++) {
        assert_int_equal(asks[i]->at[0].status, SC_OK);
        test_ask_destroy(asks[i]);
    }
    test_ask_destroy(one_more);
    test_ask_destroy(first);
}

static void forget(struct test_ask *ask)
{
    sc_loads_forget(ask->f->loads, ask->at);
    ask->f->running--;
    test_ask_destroy(ask);
}

/* Its memory is gone at once, whether it waits in the queue or for the server. */
static void who_is_forgotten_is_not_called_back(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *sent = hold_only_connection(f, 200);
    struct test_ask *queued = test_ask_create(f);
    struct test_ask *other = test_ask_create(f);

    while (!sc_loads_is_ready(f->loads))
        test_loads_idle(f, 10);
    test_ask_add(queued, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    test_ask_add(queued, &probe_doze_long_loader, NULL, TEST_KEYS(1));
    test_ask_add(other, &probe_thing_at_loader, NULL, TEST_KEYS(2));
    assert_true(test_ask_start(queued));
    assert_true(test_ask_start(other));
    forget(queued);
    forget(sent);
    test_loads_finish(f);
    assert_int_equal(other->at[0].status, SC_OK);
    sc_loads_forget(f->loads, other->at); /* it is done: nothing to forget */
    test_ask_destroy(other);
}

static void a_slow_statement_that_nobody_wants_is_cut_short(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *slow = test_ask_create(f);
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);

    test_ask_add(slow, &probe_doze_long_loader, NULL, TEST_KEYS(60000));
    assert_true(test_ask_start(slow));
    while (sleepers(f) == 0) {
        assert_false(sc_deadline_is_over(deadline));
        test_loads_idle(f, 10);
    }
    forget(slow);
    while (sleepers(f) > 0) {
        assert_false(sc_deadline_is_over(deadline));
        test_loads_idle(f, 10);
    }
    assert_int_equal(test_ask_one(f, &probe_doze_long_loader, 1), SC_OK);
}

static void what_waits_when_loads_go_is_cancelled(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *sent = hold_only_connection(f, 60000);
    struct test_ask *queued = test_ask_create(f);

    while (!sc_loads_is_ready(f->loads))
        test_loads_idle(f, 10);
    test_ask_add(queued, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    test_ask_add(queued, &probe_doze_long_loader, NULL, TEST_KEYS(60000));
    assert_true(test_ask_start(queued));
    sc_loads_destroy(f->loads);
    f->loads = NULL;
    assert_true(sent->is_done && queued->is_done);
    assert_int_equal(sent->at[0].status, SC_CANCELLED);
    assert_int_equal(queued->at[0].status, SC_CANCELLED);
    assert_int_equal(queued->at[1].status, SC_CANCELLED);
    test_ask_destroy(sent);
    test_ask_destroy(queued);
}

static pid_t backend_of(struct test_loads *f)
{
    struct test_ask *ask = test_ask_create(f);

    test_ask_add(ask, &probe_doze_loader, NULL, TEST_KEYS(0));
    test_ask_run(ask);
    assert_int_equal(ask->at[0].status, SC_OK);
    pid_t pid = ((const struct probe_doze_row *)test_row_of(&ask->at[0], 0, 0))->pid;
    test_ask_destroy(ask);
    return pid;
}

static void a_frozen_backend_hangs_nobody(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *stuck = test_ask_create(f), *other = test_ask_create(f);
    int64_t start_us = sc_monotonic_us();

    test_loads_use(f, &test_loads_hasty);
    pid_t pid = backend_of(f);
    assert_int_equal(kill(pid, SIGSTOP), 0);
    test_ask_add(stuck, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    test_ask_add(other, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    assert_true(test_ask_start(stuck));
    assert_true(test_ask_start(other)); /* on a connection that is opened for it */
    test_loads_finish(f);
    assert_int_equal(stuck->at[0].status, SC_TIMEOUT);
    assert_int_equal(other->at[0].status, SC_OK);
    assert_int_not_equal(backend_of(f), pid);
    assert_true(sc_monotonic_us() - start_us < PROMPT_MS * 1000);
    assert_int_equal(kill(pid, SIGCONT), 0);
    test_ask_destroy(stuck);
    test_ask_destroy(other);
}

static void terminate(struct test_loads *f, pid_t pid)
{
    char sql[100];

    snprintf(sql, sizeof sql, "select pg_terminate_backend(%d, 10000)::int", (int)pid);
    assert_int_equal(test_sql_number(f->probe->database.url, sql), 1);
}

static void a_connection_killed_while_idle_is_replaced(void **state)
{
    struct test_loads *f = *state;
    pid_t pid = backend_of(f);

    terminate(f, pid);
    assert_int_not_equal(backend_of(f), pid); /* known only when it is used */
    terminate(f, backend_of(f));
    test_loads_idle(f, 300); /* known before */
    assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK);
}

static void a_batch_whose_connection_is_killed_is_tried_again(void **state)
{
    struct test_loads *f = *state;
    pid_t pid = backend_of(f);
    struct test_ask *ask = test_ask_create(f);

    test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    test_ask_add(ask, &probe_doze_loader, NULL, TEST_KEYS(1000));
    assert_true(test_ask_start(ask));
    terminate(f, pid);
    test_loads_finish(f);
    assert_int_equal(ask->at[0].status, SC_OK);
    assert_int_equal(ask->at[1].status, SC_OK);
    test_ask_destroy(ask);
}

/* Forgotten by the server alone, in the middle of a statement of ours. */
static void a_statement_that_was_forgotten_is_prepared_again(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *ask = test_ask_create(f);

    for (int i = 0; i < 2; i++) { /* the second time all are prepared before */
        assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK);
        assert_int_equal(test_ask_one(f, &probe_forget_loader, 1), SC_OK);
        assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK);
    }
    test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    test_ask_add(ask, &probe_forget_loader, NULL, TEST_KEYS(1));
    test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(2));
    test_ask_add(ask, &probe_divide_loader, NULL, TEST_KEYS(0));
    test_ask_add(ask, &probe_doze_loader, NULL, TEST_KEYS(1));
    test_ask_run(ask);
    for (int i = 0; i < 5; i++)
        assert_int_equal(ask->at[i].status, i == 3 ? SC_INVALID : SC_OK);
    test_ask_destroy(ask);
}

static void a_changed_table_has_its_statements_prepared_again(void **state)
{
    struct test_loads *f = *state;

    assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK);
    test_sql(f->probe->database.url, "alter table probe.thing alter at type timestamptz(0)");
    assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK); /* 0A000 at first */
    test_sql(f->probe->database.url, "alter table probe.thing alter at type timestamptz");
    assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK);
}

static void a_statement_that_cannot_be_prepared_fails_alone(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *ask = test_ask_create(f);

    test_sql(f->probe->database.url, "alter table probe.part rename to part_away");
    test_ask_add(ask, &probe_part_page_loader,
                 &(struct probe_part_page_in){.after_place = SC_STR(""), .page_limit = 1},
                 TEST_KEYS(1));
    test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    test_ask_run(ask);
    test_sql(f->probe->database.url, "alter table probe.part_away rename to part");
    assert_int_equal(ask->at[0].status, SC_INTERNAL);
    assert_string_equal(ask->rq.failure.sqlstate, "42P01");
    assert_int_equal(ask->at[1].status, SC_OK);
    test_ask_destroy(ask);
}

static enum sc_status divide(struct test_loads *f)
{
    return test_ask_one(f, &probe_divide_loader, 1);
}

/* Until the server is there again; what is asked meanwhile fails at once. */
static void wait_until_back(struct test_loads *f)
{
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);
    enum sc_status st;

    while ((st = divide(f)) != SC_OK) {
        assert_int_equal(st, SC_UNAVAILABLE);
        assert_false(sc_deadline_is_over(deadline));
        test_loads_idle(f, 20);
    }
}

static void a_server_may_crash_and_go(void **state)
{
    struct test_loads *f = *state;
    struct test_server server;

    test_server_start(TEST_BUFFERS_MB, &server);
    test_loads_open(f, server.url, &test_loads_patient);
    for (int i = 0; i < 2; i++) { /* the postmaster ends all its backends, and starts anew */
        assert_int_equal(kill(backend_of(f), SIGKILL), 0);
        wait_until_back(f);
        assert_true(sc_loads_is_ready(f->loads));
    }
    test_server_stop(&server);
    struct test_ask *ask = test_ask_create(f);
    test_ask_add(ask, &probe_divide_loader, NULL, TEST_KEYS(1));
    test_ask_run(ask);
    assert_int_equal(ask->at[0].status, SC_UNAVAILABLE);
    assert_false(sc_loads_is_ready(f->loads));
    int64_t start_us = sc_monotonic_us();
    for (int i = 0; i < 1000; i++)
        assert_int_equal(divide(f), SC_UNAVAILABLE);
    assert_true(sc_monotonic_us() - start_us < PROMPT_MS * 1000); /* nobody waits for nothing */
    test_ask_destroy(ask);
}

/* It takes connections and says nothing, ever. */
static void a_black_hole_hangs_nobody(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *ask = test_ask_create(f);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof address;
    int64_t start_us = sc_monotonic_us();
    char url[100];
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_int_equal(bind(fd, (struct sockaddr *)&address, len), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    snprintf(url, sizeof url, "host=127.0.0.1 port=%d user=x dbname=x", ntohs(address.sin_port));
    test_loads_open(f, url, &test_loads_hasty);
    ask->rq.deadline = sc_deadline_in(TEST_HASTY_MS);
    test_ask_add(ask, &probe_divide_loader, NULL, TEST_KEYS(1));
    test_ask_run(ask);
    assert_int_equal(ask->at[0].status, SC_TIMEOUT);
    assert_false(sc_loads_is_ready(f->loads));
    sc_loads_destroy(f->loads);
    f->loads = NULL;
    assert_true(sc_monotonic_us() - start_us < PROMPT_MS * 1000);
    close(fd);
    test_ask_destroy(ask);
}

LOADS_TESTS(a_loads_test(a_late_statement_ends_with_its_connection),
            a_loads_test(a_late_loop_does_not_blame_the_server),
            a_loads_test(a_request_waits_no_longer_than_it_has_time),
            a_loads_test(slow_loaders_hold_up_no_quick_ones), a_loads_test(a_full_queue_is_busy),
            a_loads_test(who_is_forgotten_is_not_called_back),
            a_loads_test(a_slow_statement_that_nobody_wants_is_cut_short),
            a_loads_test(what_waits_when_loads_go_is_cancelled),
            a_loads_test(a_frozen_backend_hangs_nobody),
            a_loads_test(a_connection_killed_while_idle_is_replaced),
            a_loads_test(a_batch_whose_connection_is_killed_is_tried_again),
            a_loads_test(a_statement_that_was_forgotten_is_prepared_again),
            a_loads_test(a_changed_table_has_its_statements_prepared_again),
            a_loads_test(a_statement_that_cannot_be_prepared_fails_alone),
            a_loads_test(a_server_may_crash_and_go), a_loads_test(a_black_hole_hangs_nobody))
