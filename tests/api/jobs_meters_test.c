/* What is counted of jobs, for metrics. Of a whole program: work_test.c. */
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/helpers/crew.h"
#include "api/helpers/jobs.h"
#include "base/buf.h"
#include "testing/unit.h"
#include "workers/crew.h"

enum {
    LOOK_US = 10 * 1000,
    METRICS_MAX = 1024 * 1024,
};

#define JOBS(queue, state) "smartcart_jobs{queue=\"" queue "\",state=\"" state "\"} "
#define STUCK              "smartcart_jobs_stuck{queue=\"usual\"} "
#define DEAD               "smartcart_job_attempts_total{kind=\"hung\",outcome=\"dead\"} "

/* -1: there is no such series. */
static int64_t value_of(struct sc_metrics *metrics, const char *series)
{
    struct sc_buf buf;
    int64_t value = -1;

    sc_buf_init(&buf, METRICS_MAX);
    sc_metrics_write(metrics, &buf);
    ptrdiff_t at = sc_str_find(sc_buf_str(&buf), sc_str_of(series));
    if (at >= 0)
        value = strtoll(sc_buf_str(&buf).at + at + strlen(series), NULL, 10);
    sc_buf_finish(&buf);
    return value;
}

static void until(struct sc_metrics *metrics, const char *series, int64_t value)
{
    struct sc_deadline deadline = sc_deadline_in(CREW_WAIT_MS);

    while (value_of(metrics, series) != value) {
        assert_false(sc_deadline_is_over(deadline));
        usleep(LOOK_US);
    }
}

static void queues_are_counted_once_for_all(void **state)
{
    struct jobs *f = *state;
    const struct sc_str queues[] = {SC_QUEUE_USUAL, SC_QUEUE_MAIL};
    struct sc_metrics *metrics = sc_metrics_create();
    struct workers_depths depths = {.count = 0};
    struct sc_job usual = jobs_job("note", "1"), mail = jobs_job("mail", "1");

    mail.queue = SC_QUEUE_MAIL;
    jobs_put(f, &usual);
    jobs_put(f, &mail);
    jobs_put(f, &mail);
    assert_int_equal(workers_depths_declare(metrics, queues, SC_COUNT(queues), &depths), SC_OK);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(workers_depths_look(&depths, &tx), SC_OK);
    assert_int_equal(value_of(metrics, JOBS("usual", "ready")), 1);
    assert_int_equal(value_of(metrics, JOBS("mail", "ready")), 2);
    assert_int_equal(value_of(metrics, JOBS("mail", "dead")), 0);
    jobs_put(f, &mail);
    assert_int_equal(workers_depths_look(&depths, &tx), SC_OK); /* another crew, a moment later */
    assert_int_equal(value_of(metrics, JOBS("mail", "ready")), 2);
    depths.due_us = sc_monotonic_us();
    assert_int_equal(workers_depths_look(&depths, &tx), SC_OK);
    assert_int_equal(value_of(metrics, JOBS("mail", "ready")), 3);
    sc_metrics_destroy(metrics);
}

static enum sc_status hang(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                           void *context)
{
    const atomic_bool *is_let_go = context;

    (void)rq;
    (void)pg;
    (void)job;
    while (!*is_let_go)
        usleep(LOOK_US);
    return SC_OK;
}

static void what_hangs_is_counted_among_the_dead(void **state)
{
    struct jobs *f = *state;
    atomic_bool is_let_go = false;
    const struct sc_job job = jobs_job("hung", "1");
    const struct sc_job_kind kinds[] = {
        {.name = "hung", .run = hang, .context = &is_let_go, .limit_ms = 1}};
    const struct workers_crew_config config = {
        .pg = f->pg,
        .queue = SC_QUEUE_USUAL,
        .kinds = kinds,
        .kind_count = SC_COUNT(kinds),
        .threads = 1,
        .held_max = 1,
        .lease_ms = WORKERS_LEASE_MIN_MS,
        .grace_ms = 1,
        .metrics = sc_metrics_create(),
    };
    struct workers_crew *crew;

    jobs_put(f, &job);
    assert_int_equal(workers_crew_start(&f->rq, &config, &crew), SC_OK);
    until(config.metrics, STUCK, 1);
    assert_int_equal(value_of(config.metrics, DEAD), 1);
    assert_int_equal(jobs_number("select count(*) from jobs.job where state = 2"), 1);
    is_let_go = true;
    until(config.metrics, STUCK, 0);
    assert_true(workers_crew_stop(crew));
    assert_int_equal(value_of(config.metrics, DEAD), 1);
    sc_metrics_destroy(config.metrics);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        JOBS_TEST(queues_are_counted_once_for_all),
        JOBS_TEST(what_hangs_is_counted_among_the_dead),
    };

    return cmocka_run_group_tests(tests, jobs_group_set_up, jobs_group_tear_down);
}
