#include "api/helpers/jobs.h"

#include <stdlib.h>

#include "api/helpers/crew.h"
#include "store/pg.h"
#include "testing/unit.h"

enum {
    CONNECTIONS = 3,
    WAIT_MS = 1000,
    LIMIT_MS = 60 * 1000,
};

struct test_database jobs_database;

int jobs_group_set_up(void **state)
{
    (void)state;
    test_database_create(&jobs_database);
    crew_prepare(&jobs_database);
    return 0;
}

int jobs_group_tear_down(void **state)
{
    (void)state;
    test_database_drop(&jobs_database);
    return 0;
}

int jobs_set_up(void **state)
{
    struct jobs *f = calloc(1, sizeof *f);
    const struct sc_pg_config config = {
        .url = sc_str_of(jobs_database.url),
        .connections = CONNECTIONS,
        .wait_ms = WAIT_MS,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };

    assert_non_null(f);
    test_sql(jobs_database.url, "truncate jobs.job, jobs.key, probe.effect, probe.once");
    assert_int_equal(sc_request_init(&f->rq, SC_UNIT_ARENA_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    assert_int_equal(sc_pg_create(&f->rq, &config, &f->pg), SC_OK);
    *state = f;
    return 0;
}

int jobs_tear_down(void **state)
{
    struct jobs *f = *state;

    crew_clean_up();
    sc_pg_destroy(f->pg);
    sc_request_finish(&f->rq);
    free(f);
    return 0;
}

int64_t jobs_number(const char *sql)
{
    return test_sql_number(jobs_database.url, sql);
}

int64_t jobs_count(void)
{
    return jobs_number("select count(*) from jobs.job");
}

struct sc_job jobs_job(const char *kind, const char *payload)
{
    return (struct sc_job){
        .queue = SC_QUEUE_USUAL,
        .kind = sc_str_of(kind),
        .payload = sc_str_of(payload),
    };
}

void jobs_put(struct jobs *f, const struct sc_job *job)
{
    SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
    assert_int_equal(sc_queue_put(&tx, job), SC_OK);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
}

struct sc_job_rows jobs_take(struct jobs *f, struct sc_queue_cursor *cursor, size_t max)
{
    const struct sc_queue_claim claim = {SC_QUEUE_USUAL, SC_JOB_LEASE_MS, max};
    struct sc_job_rows rows;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_take(&tx, &claim, cursor, &rows), SC_OK);
    return rows;
}

int64_t jobs_end(struct jobs *f, const struct sc_job_row *job)
{
    const struct sc_job_leases one = {&job->id, &job->lease, 1};
    int64_t ours = -1;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_end(&tx, &one, &ours), SC_OK);
    return ours;
}
