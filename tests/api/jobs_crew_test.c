/*
 * Workers: what they keep, give back, tell, stop; each job that is committed with its end is
 * done once. Killed and frozen ones: jobs_kill_test.c.
 */
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "api/helpers/crew.h"
#include "api/helpers/jobs.h"
#include "store/pg.h"
#include "store/pg_conn.h"
#include "store/queue_look.h"
#include "testing/unit.h"

enum {
    FEW = 10,
    WARM = 10, /* executions after which a plan is for any arguments, and stays: five */
    MANY = 10000,
    ROUNDS = 100,
    BATCH = 100,
    GONE = ROUNDS * BATCH,
};

static void a_long_job_keeps_its_lease(void **state)
{
    struct jobs *f = *state;
    const struct sc_job job = jobs_job("long", "7");

    jobs_put(f, &job);
    struct crew first = crew_start(&jobs_database, 1, CREW_NO_STEP);
    struct crew second = crew_start(&jobs_database, 1, CREW_NO_STEP);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job", 0);
    assert_int_equal(jobs_number("select count(*) from probe.effect"), 1);
    assert_int_equal(jobs_number("select attempt from probe.effect"), 1);
    assert_int_equal(crew_end(&first, SIGTERM), 0);
    assert_int_equal(crew_end(&second, SIGTERM), 0);
}

static void a_stop_ends_what_runs_and_gives_back_the_rest(void **state)
{
    struct jobs *f = *state;
    const struct sc_job running = jobs_job("effect", "7"), waiting = jobs_job("note", "8");

    jobs_put(f, &running);
    jobs_put(f, &waiting);
    struct crew crew = crew_start(&jobs_database, 1, CREW_WRITTEN);
    crew_await(&crew);
    kill(crew.pid, SIGTERM);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job where state = 0 and attempt = 0",
                  1);
    crew_let_go(&crew);
    assert_int_equal(crew_end(&crew, 0), 0); /* a second signal would end it at once */
    assert_int_equal(jobs_number("select number from probe.effect"), 7);
    assert_int_equal(jobs_count(), 1);
}

static void failures_wait_and_then_are_dead(void **state)
{
    struct jobs *f = *state;
    char may_retry[12], hopeless[12];

    snprintf(may_retry, sizeof may_retry, "%d", SC_UNAVAILABLE);
    snprintf(hopeless, sizeof hopeless, "%d", SC_INVALID);
    const struct sc_job job = jobs_job("failure", may_retry), bad = jobs_job("failure", hopeless);
    struct crew crew = crew_start(&jobs_database, 1, CREW_NO_STEP);

    jobs_put(f, &bad);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job where state = 2 and attempt = 1",
                  1);
    jobs_put(f, &job);
    crew_wait_for(&jobs_database,
                  "select count(*) from jobs.job where state = 0 and attempt = 1"
                  " and run_at > now() and error = 'as it was told'",
                  1);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job where state = 2 and attempt = 2",
                  1);
    assert_int_equal(crew_end(&crew, SIGTERM), 0);
    assert_int_equal(jobs_number("select count(*) from jobs.job where state = 2"), 2);
}

static void one_that_kills_its_workers_is_dead_in_the_end(void **state)
{
    struct jobs *f = *state;
    const struct sc_job job = jobs_job("effect", "7");

    jobs_put(f, &job);
    test_sql(jobs_database.url, "update jobs.job set attempt = 5"); /* as often as its kind may */
    struct crew crew = crew_start(&jobs_database, 1, CREW_NO_STEP);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job where state = 2", 1);
    assert_int_equal(jobs_number("select count(*) from probe.effect"), 0);
    assert_int_equal(crew_end(&crew, SIGTERM), 0);
}

static void an_unknown_kind_waits_for_a_program_that_knows_it(void **state)
{
    struct jobs *f = *state;
    const struct sc_job job = jobs_job("of tomorrow", "7");

    jobs_put(f, &job);
    struct crew crew = crew_start(&jobs_database, 1, CREW_NO_STEP);
    crew_wait_for(&jobs_database,
                  "select count(*) from jobs.job where state = 0 and error like '%no such kind%'",
                  1);
    assert_int_equal(crew_end(&crew, SIGTERM), 0);
}

static void ten_thousand_are_done_once_each(void **state)
{
    char sql[200];
    (void)state;

    snprintf(sql, sizeof sql,
             "insert into jobs.job (queue, kind, payload)"
             " select 'usual', 'note', n::text from generate_series(1, %d) n",
             MANY);
    test_sql(jobs_database.url, sql);
    struct crew first = crew_start(&jobs_database, 2, CREW_NO_STEP);
    struct crew second = crew_start(&jobs_database, 2, CREW_NO_STEP);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job", 0);
    assert_int_equal(jobs_number("select count(*) from probe.effect"), MANY);
    assert_int_equal(jobs_number("select count(distinct number) from probe.effect"), MANY);
    assert_int_equal(crew_end(&first, SIGTERM), 0);
    assert_int_equal(crew_end(&second, SIGTERM), 0);
}

/* In the database with the next beat; nobody's of others. */
static void a_job_tells_how_far_it_is(void **state)
{
    const struct sc_job job = jobs_job("steps", "7");

    jobs_put(*state, &job);
    struct crew crew = crew_start(&jobs_database, 1, CREW_NO_STEP);
    crew_wait_for(&jobs_database,
                  "select count(*) from jobs.job where state = 1 and done > 0 and total > done "
                  "and step = 'steps'",
                  1);
    crew_end(&crew, SIGKILL);
    test_sql(jobs_database.url, "update jobs.job set state = 0, lease = null, locked_until = null");
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    assert_int_equal(jobs_take(*state, &cursor, 1).count, 1);
    assert_int_equal(jobs_number("select done + total from jobs.job where step is null"), 0);
}

/* Running, it stops at its next look, and its thread is free for another. */
static void what_is_cancelled_stops(void **state)
{
    struct jobs *f = *state;
    const struct sc_job job = jobs_job("steps", "7"), next = jobs_job("note", "8");
    int64_t cancelled;

    jobs_put(f, &job);
    struct crew crew = crew_start(&jobs_database, 1, CREW_NO_STEP);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job where step = 'steps'", 1);
    int64_t id = jobs_number("select id from jobs.job");
    const struct sc_i64_list one = {.at = &id, .count = 1};
    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
        assert_int_equal(sc_queue_cancel(&tx, &one, &cancelled), SC_OK);
        assert_int_equal(cancelled, 1);
    }
    jobs_put(f, &next);
    crew_wait_for(&jobs_database, "select count(*) from probe.effect where number = 8", 1);
    assert_int_equal(crew_end(&crew, SIGTERM), 0);
    assert_int_equal(jobs_number("select count(*) from probe.effect where number = 7"), 0);
    assert_int_equal(jobs_number("select count(*) from jobs.job where state = 3"), 1);
}

static void what_runs_past_its_limit_fails_and_comes_again(void **state)
{
    const struct sc_job job = jobs_job("short", "7");

    jobs_put(*state, &job);
    struct crew crew = crew_start(&jobs_database, 1, CREW_NO_STEP);
    crew_wait_for(&jobs_database,
                  "select count(*) from jobs.job where state = 0 and attempt > 0 and error is not "
                  "null",
                  1);
    assert_int_equal(crew_end(&crew, SIGTERM), 0);
    assert_int_equal(jobs_number("select count(*) from probe.effect"), 0);
}

/* It would hang each worker that tries; when it comes back after all, it ends nothing. */
static void what_does_not_look_at_its_limit_is_dead(void **state)
{
    const struct sc_job job = jobs_job("hung", "7"), next = jobs_job("note", "8");

    jobs_put(*state, &job);
    struct crew crew = crew_start(&jobs_database, 1, CREW_NO_STEP);
    crew_wait_for(&jobs_database,
                  "select count(*) from jobs.job where state = 2 and attempt = 1 and error like "
                  "'%cannot be stopped%'",
                  1);
    jobs_put(*state, &next); /* its thread is free when it has come back */
    crew_wait_for(&jobs_database, "select count(*) from probe.effect where number = 8", 1);
    assert_int_equal(crew_end(&crew, SIGTERM), 0);
    assert_int_equal(jobs_number("select count(*) from probe.effect where number = 7"), 0);
    assert_int_equal(jobs_number("select count(*) from jobs.job where state = 2"), 1);
}

/*
 * Index entries of jobs that are gone, which an old snapshot keeps: a queue whose workers keep
 * up reads each of them a few times, and not with each look.
 */
static void an_open_snapshot_is_read_past_a_few_times(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    PGconn *old = PQconnectdb(jobs_database.url);
    int64_t read = jobs_number("select idx_tup_read from pg_stat_user_indexes where indexrelname = "
                               "'job_ready'");

    PQclear(PQexec(old, "begin isolation level repeatable read"));
    PQclear(PQexec(old, "select count(*) from jobs.job"));
    for (int i = 0; i < ROUNDS; i++) {
        test_sql(jobs_database.url, "insert into jobs.job (queue, kind, payload)"
                                    " select 'usual', 'note', '1' from generate_series(1, 100)");
        struct sc_job_rows rows = jobs_take(f, &cursor, BATCH);
        assert_int_equal(rows.count, BATCH);
        for (size_t k = 0; k < rows.count; k += BATCH - 1)
            assert_int_equal(jobs_end(f, &rows.at[k]), 1);
        assert_int_equal(jobs_take(f, &cursor, BATCH).count, 0); /* it keeps up */
        sc_request_clear(&f->rq);
    }
    sc_pg_destroy(f->pg); /* its session tells what it has read when it ends */
    f->pg = NULL;
    char sql[200];
    snprintf(sql, sizeof sql,
             "select count(*) from pg_stat_user_indexes where indexrelname = 'job_ready' and "
             "idx_tup_read >= %lld",
             (long long)read + GONE);
    crew_wait_for(&jobs_database, sql, 1);
    read = jobs_number("select idx_tup_read from pg_stat_user_indexes where indexrelname = "
                       "'job_ready'") -
           read;
    print_message("%d jobs behind an open snapshot: %lld index entries read\n", GONE,
                  (long long)read);
    assert_true(read < INT64_C(20) * GONE); /* from the front each time: 50 times their number */
    PQfinish(old);
}

static int64_t rows_read_in_sequence(void)
{
    return jobs_number("select seq_tup_read from pg_stat_user_tables where relname = 'job'");
}

/* Plans made while there were no jobs would read all of them, when there are many. */
static void a_burst_behind_an_empty_queue_is_found_by_its_index(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    int64_t ids[FEW], leases[FEW], ours, read = rows_read_in_sequence();
    char sql[160];

    snprintf(sql, sizeof sql,
             "select n_tup_del + %d from pg_stat_user_tables where relname = 'job'", GONE / FEW);
    int64_t deleted = jobs_number(sql);
    for (int i = 0; i < ROUNDS; i++) {
        if (i == WARM) {
            test_sql(jobs_database.url, "insert into jobs.job (queue, kind, payload) select "
                                        "'usual', 'note', '1' from generate_series(1, 50000)");
            usleep(SC_PG_PLANS_MS * 1000 / 4 * 5); /* as long as a new connection keeps plans */
        } else if (i < WARM) {
            test_sql(jobs_database.url, "insert into jobs.job (queue, kind, payload) select "
                                        "'usual', 'note', '1' from generate_series(1, 10)");
        }
        struct sc_job_rows rows = jobs_take(f, &cursor, FEW);
        assert_int_equal(rows.count, FEW);
        for (size_t k = 0; k < FEW; k++) {
            ids[k] = rows.at[k].id;
            leases[k] = rows.at[k].lease;
        }
        const struct sc_job_leases done = {ids, leases, FEW};
        SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
        assert_int_equal(sc_queue_end(&tx, &done, &ours), SC_OK);
        assert_int_equal(ours, FEW);
    }
    sc_pg_destroy(f->pg); /* its session tells what it has read when it ends */
    f->pg = NULL;
    snprintf(sql, sizeof sql,
             "select count(*) from pg_stat_user_tables where relname = 'job' and n_tup_del >= %lld",
             (long long)deleted);
    crew_wait_for(&jobs_database, sql, 1);
    read = rows_read_in_sequence() - read;
    print_message("%lld rows read in sequence\n", (long long)read);
    assert_true(read < 50000); /* each once; some 100 times, by plans that stay */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        JOBS_TEST(a_long_job_keeps_its_lease),
        JOBS_TEST(a_stop_ends_what_runs_and_gives_back_the_rest),
        JOBS_TEST(failures_wait_and_then_are_dead),
        JOBS_TEST(one_that_kills_its_workers_is_dead_in_the_end),
        JOBS_TEST(an_unknown_kind_waits_for_a_program_that_knows_it),
        JOBS_TEST(ten_thousand_are_done_once_each),
        JOBS_TEST(a_job_tells_how_far_it_is),
        JOBS_TEST(what_is_cancelled_stops),
        JOBS_TEST(what_runs_past_its_limit_fails_and_comes_again),
        JOBS_TEST(what_does_not_look_at_its_limit_is_dead),
        JOBS_TEST(an_open_snapshot_is_read_past_a_few_times),
        JOBS_TEST(a_burst_behind_an_empty_queue_is_found_by_its_index),
    };

    return cmocka_run_group_tests(tests, jobs_group_set_up, jobs_group_tear_down);
}
