/*
 * Workers that are killed or frozen, at each step of a job and at random under load: each effect
 * that is committed with its job's end, or has a key, happens once.
 */
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/helpers/crew.h"
#include "api/helpers/jobs.h"
#include "store/pg.h"
#include "testing/unit.h"

enum {
    CREWS = 3,
    KILLS = 12,
    EACH_KILL = 60, /* jobs of each kind that come between two */
    PAUSE_MS = 300,
};

/* Killed at a step; another takes over, and the effect is there once. */
static void kill_at(struct jobs *f, enum crew_step step)
{
    const struct sc_job job = jobs_job("effect", "7");

    test_sql(jobs_database.url, "truncate jobs.job, probe.effect");
    jobs_put(f, &job);
    struct crew first = crew_start(&jobs_database, 1, step);
    crew_await(&first);
    assert_true(WIFSIGNALED(crew_end(&first, SIGKILL)));
    assert_int_equal(jobs_count(), step == CREW_COMMITTED ? 0 : 1);
    int64_t began_us = sc_monotonic_us();
    struct crew second = crew_start(&jobs_database, 1, CREW_NO_STEP);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job", 0);
    assert_int_equal(jobs_number("select count(*) from probe.effect where number = 7"), 1);
    assert_int_equal(jobs_number("select max(attempt) from probe.effect"),
                     step == CREW_COMMITTED ? 1 : 2);
    print_message("killed at step %d: done %.1f s later, of a lease of %.1f s\n", (int)step,
                  (double)(sc_monotonic_us() - began_us) / 1e6, CREW_LEASE_MS / 1e3);
    assert_int_equal(crew_end(&second, SIGTERM), 0);
}

static void a_killed_worker_is_followed_by_another(void **state)
{
    for (enum crew_step step = CREW_BEGUN; step <= CREW_COMMITTED; step++)
        kill_at(*state, step);
}

static void what_waited_behind_a_killed_job_is_done_too(void **state)
{
    struct jobs *f = *state;
    const struct sc_job job = jobs_job("effect", "7"), next = jobs_job("note", "8");

    jobs_put(f, &job);
    jobs_put(f, &next);
    struct crew first = crew_start(&jobs_database, 1, CREW_WRITTEN);
    crew_await(&first);
    assert_int_equal(jobs_number("select count(*) from jobs.job where state = 1"), 2);
    assert_true(WIFSIGNALED(crew_end(&first, SIGKILL)));
    struct crew second = crew_start(&jobs_database, 1, CREW_NO_STEP);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job", 0);
    assert_int_equal(jobs_number("select count(*) from probe.effect"), 2);
    assert_int_equal(crew_end(&second, SIGTERM), 0);
}

/* A session that has something locked. */
static PGconn *lock(const char *sql)
{
    PGconn *holder = PQconnectdb(jobs_database.url);

    PQclear(PQexec(holder, "begin"));
    PGresult *result = PQexec(holder, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(holder));
    PQclear(result);
    return holder;
}

static void await_lock_wait(void)
{
    crew_wait_for(&jobs_database,
                  "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and "
                  "datname = current_database()",
                  1);
}

/* In the midst of a claim, which the server goes on with, and commits for a worker that is gone. */
static void a_claim_of_the_dead_is_taken_over(void **state)
{
    const struct sc_job job = jobs_job("effect", "7");
    PGconn *holder = lock("alter sequence jobs.lease cache 1");

    jobs_put(*state, &job);
    struct crew first = crew_start(&jobs_database, 1, CREW_NO_STEP);
    await_lock_wait();
    assert_true(WIFSIGNALED(crew_end(&first, SIGKILL)));
    PQfinish(holder);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job where state = 1", 1);
    int64_t began_us = sc_monotonic_us();
    struct crew second = crew_start(&jobs_database, 1, CREW_NO_STEP);
    crew_wait_for(&jobs_database, "select count(*) from jobs.job", 0);
    print_message("killed in its claim: done %.1f s later, of a lease of %.1f s\n",
                  (double)(sc_monotonic_us() - began_us) / 1e6, CREW_LEASE_MS / 1e3);
    assert_int_equal(jobs_number("select count(*) from probe.effect where attempt = 2"), 1);
    assert_int_equal(crew_end(&second, SIGTERM), 0);
}

/* Done, and killed while the crew tells so, or before: one with a key does nothing again. */
static void an_end_that_nobody_heard_of_is_harmless(void **state)
{
    const struct sc_job job = jobs_job("once", "7");

    for (int is_told = 0; is_told < 2; is_told++) {
        test_sql(jobs_database.url, "truncate jobs.job, probe.once");
        jobs_put(*state, &job);
        struct crew first = crew_start(&jobs_database, 1, CREW_COMMITTED);
        crew_await(&first);
        PGconn *holder = lock("select from jobs.job for update");
        if (is_told) {
            crew_let_go(&first);
            await_lock_wait();
        }
        assert_true(WIFSIGNALED(crew_end(&first, SIGKILL)));
        PQfinish(holder);
        struct crew second = crew_start(&jobs_database, 1, CREW_NO_STEP);
        crew_wait_for(&jobs_database, "select count(*) from jobs.job", 0);
        assert_int_equal(jobs_number("select count(*) from probe.once"), 1);
        assert_int_equal(crew_end(&second, SIGTERM), 0);
    }
}

/* Between those that are frozen and thawed, and those that took over, once. */
static void a_frozen_worker_does_nothing_twice(void **state)
{
    const struct sc_job job = jobs_job("effect", "7");

    for (enum crew_step step = CREW_BEGUN; step <= CREW_COMMITTED; step++) {
        test_sql(jobs_database.url, "truncate jobs.job, probe.effect");
        jobs_put(*state, &job);
        struct crew first = crew_start(&jobs_database, 1, step);
        crew_await(&first);
        kill(first.pid, SIGSTOP);
        struct crew second = crew_start(&jobs_database, 1, CREW_NO_STEP);
        bool may_be_taken = step == CREW_BEGUN || step == CREW_WRITTEN;
        if (may_be_taken) /* later it is ended, in a transaction that is still open */
            crew_wait_for(&jobs_database, "select count(*) from probe.effect", 1);
        else
            usleep(2 * CREW_LEASE_MS * 1000);
        kill(first.pid, SIGCONT);
        crew_let_go(&first);
        assert_int_equal(crew_end(&first, SIGTERM), 0);
        crew_wait_for(&jobs_database, "select count(*) from jobs.job", 0);
        assert_int_equal(jobs_number("select count(*) from probe.effect"), 1);
        assert_int_equal(jobs_number("select attempt from probe.effect"), may_be_taken ? 2 : 1);
        assert_int_equal(crew_end(&second, SIGTERM), 0);
    }
}

static uint32_t next_random(uint32_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 17;
    *random ^= *random << 5;
    return *random;
}

static void killed_at_random_under_load_each_is_done_once(void **state)
{
    struct crew crews[CREWS];
    uint32_t random = 20260705;
    char sql[300];
    (void)state;

    for (size_t i = 0; i < CREWS; i++)
        crews[i] = crew_start(&jobs_database, 2, CREW_NO_STEP);
    for (int kills = 0; kills < KILLS; kills++) {
        snprintf(sql, sizeof sql,
                 "insert into jobs.job (queue, kind, payload, priority) select 'usual', k, "
                 "(%d + n)::text, n %% 3 - 1 from generate_series(1, %d) n, "
                 "unnest(array['effect', 'once']) k",
                 kills * EACH_KILL, EACH_KILL);
        test_sql(jobs_database.url, sql);
        usleep(next_random(&random) % PAUSE_MS * 1000);
        struct crew *crew = &crews[next_random(&random) % CREWS];
        assert_true(WIFSIGNALED(crew_end(crew, SIGKILL)));
        *crew = crew_start(&jobs_database, 2, CREW_NO_STEP);
    }
    int64_t began_us = sc_monotonic_us();
    crew_wait_for(&jobs_database, "select count(*) from jobs.job", 0);
    print_message("%d kills: all done %.1f s after the last, of a lease of %.1f s; %lld of %d jobs "
                  "begun again\n",
                  KILLS, (double)(sc_monotonic_us() - began_us) / 1e6, CREW_LEASE_MS / 1e3,
                  (long long)jobs_number("select count(*) from probe.effect where attempt > 1"),
                  KILLS * EACH_KILL);
    assert_int_equal(jobs_number("select count(*) from probe.effect"), KILLS * EACH_KILL);
    assert_int_equal(jobs_number("select count(distinct number) from probe.effect"),
                     KILLS * EACH_KILL);
    assert_int_equal(jobs_number("select count(*) from probe.once"), KILLS * EACH_KILL);
    for (size_t i = 0; i < CREWS; i++)
        assert_int_equal(crew_end(&crews[i], SIGTERM), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        JOBS_TEST(a_killed_worker_is_followed_by_another),
        JOBS_TEST(what_waited_behind_a_killed_job_is_done_too),
        JOBS_TEST(a_claim_of_the_dead_is_taken_over),
        JOBS_TEST(an_end_that_nobody_heard_of_is_harmless),
        JOBS_TEST(a_frozen_worker_does_nothing_twice),
        JOBS_TEST(killed_at_random_under_load_each_is_done_once),
    };

    return cmocka_run_group_tests(tests, jobs_group_set_up, jobs_group_tear_down);
}
