/* `smartcart work`: what it tells of itself and of its queues. */
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/helpers/crew.h"
#include "api/helpers/server.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    LOOK_US = 20 * 1000,
};

static struct test_database database;

static int set_up(void **state)
{
    test_database_create(&database);
    return unit_setup(state);
}

static int tear_down(void **state)
{
    test_database_drop(&database);
    return unit_teardown(state);
}

struct worker {
    struct test_process process;
    uint16_t port;
};

static void start(struct worker *worker)
{
    static char url[sizeof "SMARTCART_DATABASE_URL=" + TEST_URL_MAX];
    static const char *const words[] = {"work", "--threads", "1", "--port", "0", NULL};
    const char *environment[] = {url, "SMARTCART_MAIL_FOLDER=/dev/null/nowhere", NULL};
    const struct test_run run = {.words = words, .environment = environment};

    snprintf(url, sizeof url, "SMARTCART_DATABASE_URL=%s", database.url);
    test_program_start(&run, &worker->process);
    worker->port = test_read_port(worker->process.out, "its standard error");
}

static void stop(struct sc_arena *arena, struct worker *worker)
{
    struct test_result result;

    kill(worker->process.pid, SIGTERM);
    test_program_wait(arena, &worker->process, &result);
    assert_int_equal(result.exit_code, 0);
}

/* A mail in the state: 0 ready, 1 running, 2 dead. */
static void put(const char *to, int mail_state, const char *run_at)
{
    char sql[600];

    snprintf(sql, sizeof sql,
             "insert into jobs.job (queue, kind, payload, state, run_at, lease, locked_until) "
             "values ('mail', 'mail', '{\"to\": \"%s\", \"subject\": \"s\", \"text\": \"t\"}', %d, "
             "now() + interval '%s', %s)",
             to, mail_state, run_at, mail_state == 1 ? "1, now() - interval '1 s'" : "null, null");
    test_sql(database.url, sql);
}

/* The value of a series, or of all of a name together; 0: nothing was counted in it yet. */
static double value_of(struct sc_str metrics, const char *series)
{
    struct sc_str line, name = sc_str_of(series);
    double value = 0;

    while (sc_str_take(&metrics, '\n', &line))
        if (sc_str_starts(line, name) && line.len > name.len && strchr(" {", line.at[name.len]))
            value += strtod((const char *)memrchr(line.at, ' ', line.len), NULL);
    return value;
}

/* Asks until the series has come to so much; all that was told then. */
static struct sc_str until(struct sc_arena *arena, const struct worker *worker, const char *series,
                           double least)
{
    struct sc_deadline deadline = sc_deadline_in(CREW_WAIT_MS);
    struct sc_str metrics = test_get(arena, worker->port, "/metrics").body;

    while (value_of(metrics, series) < least) {
        if (sc_deadline_is_over(deadline))
            fail_msg("%s is no %g:\n%.*s", series, least, SC_STR_ARGS(metrics));
        usleep(LOOK_US);
        metrics = test_get(arena, worker->port, "/metrics").body;
    }
    return metrics;
}

static void it_tells_that_it_is_well(void **state)
{
    struct worker worker;

    start(&worker);
    assert_int_equal(test_get(*state, worker.port, "/healthz").code, 200);
    assert_int_equal(test_get(*state, worker.port, "/readyz").code, 200);
    assert_int_equal(test_get(*state, worker.port, "/graphql").code, 404);
    stop(*state, &worker);
}

#define JOBS(state)      "smartcart_jobs{queue=\"mail\",state=\"" state "\"}"
#define OLDEST           "smartcart_jobs_oldest_ready_seconds{queue=\"mail\"}"
#define EXPIRED          "smartcart_jobs_leases_expired_total" /* whichever crew came first */
#define ATTEMPTS(k, out) "smartcart_job_attempts_total{kind=\"" k "\",outcome=\"" out "\"}"

static void it_tells_how_its_jobs_go(void **state)
{
    struct worker worker;

    put("ready@test.example", 0, "-90 s"); /* cannot be laid into its folder: fails */
    put("no address", 0, "-10 s");         /* is dead at once */
    put("later@test.example", 0, "1 h");
    put("dead@test.example", 2, "0 s");
    put("lost@test.example", 1, "-20 s"); /* its worker did not come back */
    test_sql(database.url,
             "insert into jobs.job (queue, kind, payload) values ('usual', 'purge', '{}')");
    PGconn *other = PQconnectdb(database.url); /* has the oldest, so it is ready when counted */
    PQclear(PQexec(other, "begin"));
    PQclear(PQexec(other, "select from jobs.job where payload like '%ready@%' for update"));
    start(&worker);
    struct sc_str counted = until(*state, &worker, OLDEST, 90);
    assert_true(value_of(counted, JOBS("ready")) >= 1);
    assert_true(value_of(counted, JOBS("later")) >= 1);
    assert_true(value_of(counted, JOBS("dead")) >= 1);
    PQfinish(other);
    until(*state, &worker, ATTEMPTS("mail", "failed"), 2);
    until(*state, &worker, ATTEMPTS("mail", "dead"), 1);
    until(*state, &worker, ATTEMPTS("purge", "done"), 1);
    assert_true(value_of(until(*state, &worker, EXPIRED, 1), EXPIRED) == 1);
    stop(*state, &worker);
}

#define a_work_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_work_test(it_tells_that_it_is_well),
        a_work_test(it_tells_how_its_jobs_go),
    };

    test_program_beside();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
