/* What happens to us when the server is late, frozen, gone, or has forgotten something. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "api/helpers/probe.h"
#include "probe/probe_rows.h"
#include "testing/unit.h"

enum {
    SHORT_MS = 300,   /* a deadline that is missed on purpose */
    PROMPT_MS = 3000, /* how late its end may be seen, on a loaded machine */
};

static enum sc_status insert(struct sc_tx *tx, int64_t id)
{
    struct probe_thing_insert_in in = {.id = id, .name = SC_STR("a")};

    return probe_thing_insert_exec(tx, &in, NULL);
}

static enum sc_status count(struct sc_tx *tx)
{
    struct probe_thing_count_row row;

    return probe_thing_count_one(tx, &row);
}

static void terminate(struct probe *probe, pid_t pid)
{
    char sql[100];

    snprintf(sql, sizeof sql, "select pg_terminate_backend(%d, 10000)::int", (int)pid);
    assert_int_equal(test_sql_number(probe->database.url, sql), 1);
}

/* Until no backend sleeps any more, which is soon. */
static void wait_until_none_sleeps(struct probe *probe)
{
    struct sc_deadline deadline = sc_deadline_in(PROMPT_MS);

    while (test_sql_number(probe->database.url,
                           "select count(*) from pg_stat_activity where wait_event = 'PgSleep'") >
           0) {
        assert_false(sc_deadline_is_over(deadline));
        usleep(10000);
    }
}

static void a_late_statement_is_given_up_and_cancelled(void **state)
{
    struct probe *probe = *state;
    struct probe_sleep_in in = {.seconds = 60};
    struct probe_sleep_row row;
    int64_t start_us = sc_monotonic_us();

    probe->rq.deadline = sc_deadline_in(SHORT_MS);
    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);
        assert_int_equal(probe_sleep_one(&tx, &in, &row), SC_TIMEOUT);
        assert_int_equal(sc_tx_commit(&tx), SC_TIMEOUT);
    }
    assert_true(sc_monotonic_us() - start_us < PROMPT_MS * 1000);
    wait_until_none_sleeps(probe);
}

static void a_statement_has_a_limit_of_its_own(void **state)
{
    struct probe *probe = *state;
    struct probe_quick_in in = {.seconds = 60};
    struct probe_quick_row row;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_quick_one(&tx, &in, &row), SC_TIMEOUT);
    assert_false(sc_deadline_is_over(probe->rq.deadline));
}

static void nothing_is_sent_after_the_deadline(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);

    assert_int_equal(insert(&tx, 1), SC_OK);
    probe->rq.deadline = sc_deadline_in(0);
    assert_int_equal(sc_tx_commit(&tx), SC_TIMEOUT);
    assert_int_equal(probe_count(probe), 0);
}

static void a_late_write_that_stands_alone_is_unknown(void **state)
{
    struct probe *probe = *state;
    struct probe_thing_insert_slowly_in in = {.id = 1, .seconds = 60};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    probe->rq.deadline = sc_deadline_in(SHORT_MS);
    assert_int_equal(probe_thing_insert_slowly_exec(&tx, &in, NULL), SC_UNKNOWN);
}

/* The backend stops in its tracks: nothing is answered, nothing is closed. */
static void a_frozen_backend_hangs_nobody(void **state)
{
    struct probe *probe = *state;
    int64_t start_us = sc_monotonic_us();
    pid_t pid;
    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);
        pid = probe_backend_pid(&tx);
        assert_int_equal(insert(&tx, 1), SC_OK);
        assert_int_equal(kill(pid, SIGSTOP), 0);
        probe->rq.deadline = sc_deadline_in(SHORT_MS);
        assert_int_equal(insert(&tx, 2), SC_TIMEOUT);
    }
    assert_true(sc_monotonic_us() - start_us < PROMPT_MS * 1000);
    sc_failure_clear(&probe->rq);
    probe->rq.deadline = sc_deadline_in(PROBE_LIMIT_MS);
    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);
        assert_int_not_equal(probe_backend_pid(&tx), pid); /* the late one is used no more */
    }
    assert_int_equal(kill(pid, SIGCONT), 0);
}

/* It takes what its socket holds, and no more. */
static enum sc_status copy_to_the_frozen(struct probe *probe, pid_t *ret_pid)
{
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);
    SC_SCOPED(sc_copy) copy = {0};
    struct probe_thing_copy_in row = {.name = SC_STR("a name of some length, to fill buffers")};

    *ret_pid = probe_backend_pid(&tx);
    enum sc_status st = probe_thing_copy_begin(&tx, &copy);
    assert_int_equal(kill(*ret_pid, SIGSTOP), 0);
    probe->rq.deadline = sc_deadline_in(SHORT_MS);
    for (row.id = 1; st == SC_OK && row.id < 1000000; row.id++)
        st = probe_thing_copy_put(&copy, &row);
    return st;
}

static void a_frozen_backend_hangs_no_copy(void **state)
{
    struct probe *probe = *state;
    int64_t start_us = sc_monotonic_us();
    pid_t pid;

    assert_int_equal(copy_to_the_frozen(probe, &pid), SC_TIMEOUT);
    assert_true(sc_monotonic_us() - start_us < PROMPT_MS * 1000);
    assert_int_equal(kill(pid, SIGCONT), 0);
}

static void a_commit_without_an_answer_is_unknown(void **state)
{
    struct probe *probe = *state;
    pid_t pid;
    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);
        pid = probe_backend_pid(&tx);
        assert_int_equal(insert(&tx, 1), SC_OK);
        assert_int_equal(kill(pid, SIGSTOP), 0);
        probe->rq.deadline = sc_deadline_in(SHORT_MS);
        assert_int_equal(sc_tx_commit(&tx), SC_UNKNOWN);
        assert_int_equal(insert(&tx, 2), SC_UNKNOWN);
    }
    assert_int_equal(kill(pid, SIGCONT), 0);
}

static void a_connection_killed_while_idle_is_replaced(void **state)
{
    struct probe *probe = *state;
    pid_t pid;
    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);
        pid = probe_backend_pid(&tx);
    }
    terminate(probe, pid);
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);
    assert_int_equal(insert(&tx, 1), SC_OK);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
}

static void a_connection_killed_under_a_statement_alone_is_replaced(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    terminate(probe, probe_backend_pid(&tx));
    assert_int_equal(insert(&tx, 1), SC_OK); /* the server said that it ended before this */
    terminate(probe, probe_backend_pid(&tx));
    assert_int_equal(count(&tx), SC_OK);
    assert_int_equal(probe_count(probe), 1);
}

static void a_connection_killed_before_the_first_statement_is_replaced(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);
    pid_t pid = probe_backend_pid(&tx);

    assert_int_equal(sc_tx_start(&tx), SC_OK);
    terminate(probe, pid);
    assert_int_equal(insert(&tx, 1), SC_OK);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
    assert_int_equal(probe_count(probe), 1);
}

static void a_transaction_whose_connection_is_killed_is_over(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);

    assert_int_equal(insert(&tx, 1), SC_OK);
    terminate(probe, probe_backend_pid(&tx));
    assert_int_equal(insert(&tx, 2), SC_UNAVAILABLE);
    assert_int_equal(sc_tx_commit(&tx), SC_UNAVAILABLE);
    assert_int_equal(probe_count(probe), 0);
}

static void a_statement_that_was_forgotten_is_prepared_again(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(count(&tx), SC_OK);
    assert_int_equal(sc_tx_script(&tx, "deallocate all", 1000), SC_OK);
    assert_int_equal(count(&tx), SC_OK);

    assert_int_equal(sc_tx_script(&tx, "discard all", 1000), SC_OK);
    assert_int_equal(sc_tx_start(&tx), SC_OK);
    assert_int_equal(count(&tx), SC_OK); /* as the first of a transaction, too */
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
}

static void forgotten_in_the_middle_the_transaction_may_be_tried_again(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);

    assert_int_equal(insert(&tx, 1), SC_OK);
    assert_int_equal(sc_tx_script(&tx, "deallocate all", 1000), SC_OK);
    assert_int_equal(insert(&tx, 2), SC_CONFLICT);
    assert_int_equal(sc_tx_rollback(&tx), SC_OK);
    assert_int_equal(sc_tx_start(&tx), SC_OK);
    assert_int_equal(insert(&tx, 1), SC_OK);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
}

static void a_changed_table_has_its_statements_prepared_again(void **state)
{
    struct probe *probe = *state;
    struct probe_thing_find_in in = {.id = 1};
    struct probe_thing_find_row row;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(insert(&tx, 1), SC_OK);
    assert_int_equal(probe_thing_find_one(&tx, &in, &row), SC_OK);
    test_sql(probe->database.url, "alter table probe.thing alter at type timestamptz(0)");
    assert_int_equal(probe_thing_find_one(&tx, &in, &row), SC_OK); /* 0A000 the first time */
    test_sql(probe->database.url, "alter table probe.thing alter at type timestamptz");
}

static void a_lock_is_not_waited_for_for_ever(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) one = sc_tx_begin(probe->pg, &probe->rq);
    SC_SCOPED(sc_tx) other = sc_tx_begin(probe->pg, &probe->rq);

    assert_int_equal(insert(&one, 1), SC_OK);
    assert_int_equal(insert(&other, 1), SC_BUSY);
    assert_string_equal(probe->rq.failure.sqlstate, "55P03");
}

static void a_server_that_is_frozen_while_connecting_hangs_nobody(void **state)
{
    struct probe *probe = *state;
    struct test_server server;
    struct sc_pg *pg;
    int64_t start_us;

    test_server_start(TEST_BUFFERS_MB, &server);
    struct sc_pg_config config = {
        .url = sc_str_of(server.url),
        .connections = 1,
        .wait_ms = PROBE_WAIT_MS,
        .lock_timeout_ms = PROBE_LOCK_MS,
    };
    assert_int_equal(sc_pg_create(&probe->rq, &config, &pg), SC_OK);
    assert_int_equal(kill(server.postmaster, SIGSTOP), 0);
    start_us = sc_monotonic_us();
    probe->rq.deadline = sc_deadline_in(SHORT_MS);
    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, &probe->rq);
        assert_int_equal(tx.status, SC_TIMEOUT);
    }
    assert_true(sc_monotonic_us() - start_us < PROMPT_MS * 1000);
    test_server_stop(&server);

    sc_failure_clear(&probe->rq);
    probe->rq.deadline = sc_deadline_in(PROBE_LIMIT_MS);
    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, &probe->rq);
        assert_int_equal(tx.status, SC_UNAVAILABLE); /* and one that is gone is said to be */
    }
    sc_pg_destroy(pg);
}

PROBE_TESTS(a_probe_test(a_late_statement_is_given_up_and_cancelled),
            a_probe_test(a_statement_has_a_limit_of_its_own),
            a_probe_test(nothing_is_sent_after_the_deadline),
            a_probe_test(a_late_write_that_stands_alone_is_unknown),
            a_probe_test(a_frozen_backend_hangs_nobody),
            a_probe_test(a_frozen_backend_hangs_no_copy),
            a_probe_test(a_commit_without_an_answer_is_unknown),
            a_probe_test(a_connection_killed_while_idle_is_replaced),
            a_probe_test(a_connection_killed_under_a_statement_alone_is_replaced),
            a_probe_test(a_connection_killed_before_the_first_statement_is_replaced),
            a_probe_test(a_transaction_whose_connection_is_killed_is_over),
            a_probe_test(a_statement_that_was_forgotten_is_prepared_again),
            a_probe_test(forgotten_in_the_middle_the_transaction_may_be_tried_again),
            a_probe_test(a_changed_table_has_its_statements_prepared_again),
            a_probe_test(a_lock_is_not_waited_for_for_ever),
            a_probe_test(a_server_that_is_frozen_while_connecting_hangs_nobody))
