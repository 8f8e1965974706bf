/*
 * queue.c - how many jobs a second are put, claimed and ended, and what an open snapshot makes
 * of it.
 *
 *     build/release/bench_queue [SECONDS]         each rate for so long
 *     build/release/bench_queue soak [SECONDS]    so long, a snapshot open for the second half,
 * twice
 *
 * On a PostgreSQL of its own whose commits wait for the disk; its CPU time and ours are told for
 * each job, as rates depend on what else runs. Under an open snapshot dead rows pile up: with the
 * cursor of store/queue_lease.h, and with one that is forgotten before each claim, as a
 * plain SKIP LOCKED queue would. A soak is once a queue that is kept deep, once one whose
 * workers keep up, and so find it empty most of the time, in ten windows each: five as always,
 * five under the snapshot. Its commits do not wait for the disk: the more rows are dead, the
 * harder it is.
 */
#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/helpers/postgres.h"
#include "store/pg.h"
#include "store/queue_lease.h"
#include "testing/unit.h"

enum {
    SECONDS = 3,
    SOAK_SECONDS = 600,
    DEEP = 200000, /* jobs put at a time */
    WINDOWS = 4,
    SOAK_WINDOWS = 10,
    SOAK_BATCH = 10,
    SOAK_A_SECOND = 2000,  /* jobs that come, where workers keep up */
    SOAK_PAUSE_US = 20000, /* between two looks, as a crew's after a hint */
    SOAK_DEPTH = 20000,    /* where they do not */
    SOAK_STEP_US = 100000, /* of who puts them */
    WORKERS = 8,
    PUT_MAX = 100, /* in a transaction */
    BUFFERS_MB = 256,
    ARENA_CAP = 64 * 1024 * 1024,
};

static struct test_server server;
static struct sc_pg *pg;

static void fill(int64_t count)
{
    char sql[200];

    snprintf(sql, sizeof sql,
             "insert into jobs.job (queue, kind, payload)"
             " select 'usual', 'note', '{}' from generate_series(1, %lld)",
             (long long)count);
    test_sql(server.url, sql);
}

/* As the server counts them, a moment late. */
static int64_t dead_rows(void)
{
    return test_sql_number(server.url, "select n_dead_tup from pg_stat_user_tables"
                                       " where relname = 'job' and schemaname = 'jobs'");
}

static int64_t left(void)
{
    return test_sql_number(server.url, "select count(*) from jobs.job");
}

/* One of several that do the same, each on a connection of its own. */
struct worker {
    pthread_t thread;
    struct sc_request rq;
    size_t batch;
    bool has_cursor;
    bool keeps_up; /* pauses when there was nothing */
    int64_t until_us;
    struct sc_queue_cursor cursor;
    _Atomic int64_t *done; /* of all of them; NULL: nobody asks */
    int64_t jobs;
};

struct rate {
    int64_t jobs;
    double wall_s, server_cpu_s, our_cpu_s;
};

static double a_second(const struct rate *rate)
{
    return (double)rate->jobs / rate->wall_s;
}

/* Has `count` of them run for so long, or until there is nothing left. */
static struct rate run(struct worker *workers, size_t count, double seconds,
                       void *(*work)(void *worker))
{
    struct rate rate = {.jobs = 0};
    double server_s = test_postmaster_cpu(server.postmaster);
    int64_t began_us = sc_monotonic_us(), cpu_us = sc_cpu_us();

    for (size_t i = 0; i < count; i++) {
        workers[i].jobs = 0;
        workers[i].until_us = began_us + (int64_t)(seconds * 1e6);
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (size_t i = 0; i < count; i++) {
        pthread_join(workers[i].thread, NULL);
        rate.jobs += workers[i].jobs;
    }
    rate.wall_s = (double)(sc_monotonic_us() - began_us) / 1e6;
    rate.our_cpu_s = (double)(sc_cpu_us() - cpu_us) / 1e6;
    rate.server_cpu_s = test_postmaster_cpu(server.postmaster) - server_s;
    return rate;
}

static void print(const char *what, size_t workers, size_t batch, const struct rate *rate)
{
    printf("%-12s %7zu %6zu %8.0f %21.1f %6.1f\n", what, workers, batch, a_second(rate),
           rate->server_cpu_s * 1e6 / (double)rate->jobs,
           rate->our_cpu_s * 1e6 / (double)rate->jobs);
}

static void *put_jobs(void *context)
{
    struct worker *w = context;
    struct sc_job jobs[PUT_MAX];

    for (size_t i = 0; i < w->batch; i++)
        jobs[i] = (struct sc_job){
            .queue = SC_QUEUE_USUAL, .kind = SC_STR("note"), .payload = SC_STR("{}")};
    while (sc_monotonic_us() < w->until_us) {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, &w->rq);
        assert_int_equal(sc_queue_put_all(&tx, jobs, w->batch), SC_OK);
        assert_int_equal(sc_tx_commit(&tx), SC_OK);
        w->jobs += (int64_t)w->batch;
        sc_request_clear(&w->rq);
    }
    return NULL;
}

static size_t claim_and_end(struct worker *w)
{
    const struct sc_queue_claim claim = {SC_QUEUE_USUAL, SC_JOB_LEASE_MS, w->batch};
    int64_t ids[SC_QUEUE_CLAIM_MAX], leases[SC_QUEUE_CLAIM_MAX], ours = 0;
    struct sc_job_rows rows;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, &w->rq);
    if (!w->has_cursor)
        w->cursor = (struct sc_queue_cursor){.back_at_us = {0}};
    assert_int_equal(sc_queue_take(&tx, &claim, &w->cursor, &rows), SC_OK);
    for (size_t i = 0; i < rows.count; i++) {
        ids[i] = rows.at[i].id;
        leases[i] = rows.at[i].lease;
    }
    const struct sc_job_leases done = {ids, leases, rows.count};
    if (rows.count > 0)
        assert_int_equal(sc_queue_end(&tx, &done, &ours), SC_OK);
    assert_int_equal(ours, rows.count);
    w->jobs += ours;
    if (w->done != NULL)
        *w->done += ours;
    return rows.count;
}

static void *drain(void *context)
{
    struct worker *w = context;
    size_t got = 1;

    while (got > 0 && sc_monotonic_us() < w->until_us) {
        got = claim_and_end(w);
        sc_request_clear(&w->rq);
        if (got == 0 && w->keeps_up)
            got = usleep(SOAK_PAUSE_US) == 0;
    }
    return NULL;
}

static void measure_puts(struct worker *workers, double seconds)
{
    static const struct {
        size_t workers, batch;
    } cases[] = {{WORKERS, 1}, {2, PUT_MAX}};

    for (size_t i = 0; i < SC_COUNT(cases); i++) {
        for (size_t k = 0; k < cases[i].workers; k++)
            workers[k].batch = cases[i].batch;
        struct rate r = run(workers, cases[i].workers, seconds, put_jobs);
        print("put", cases[i].workers, cases[i].batch, &r);
    }
}

static void measure_batches(struct worker *workers, size_t count, double seconds)
{
    static const size_t batches[] = {1, 10, 100, 500};

    for (size_t i = 0; i < SC_COUNT(batches); i++) {
        test_sql(server.url, "truncate jobs.job");
        fill(DEEP);
        for (size_t k = 0; k < count; k++) {
            workers[k].batch = batches[i];
            workers[k].has_cursor = true;
            workers[k].cursor = (struct sc_queue_cursor){.back_at_us = {0}};
        }
        struct rate r = run(workers, count, seconds, drain);
        print("claim, end", count, batches[i], &r);
    }
}

static PGconn *open_snapshot(void)
{
    PGconn *old = PQconnectdb(server.url);

    PQclear(PQexec(old, "begin isolation level repeatable read"));
    PGresult *result = PQexec(old, "select count(*) from jobs.job");
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    PQclear(result);
    return old;
}

/* jobs/s of each window, under a snapshot that is open all the time. */
static void measure_snapshot(struct worker *w, size_t batch, double seconds, bool has_cursor)
{
    test_sql(server.url, "truncate jobs.job");
    fill(DEEP);
    PGconn *old = open_snapshot();
    printf("%5zu  %-9s", batch, has_cursor ? "cursor" : "no cursor");
    double first = 0, last = 0;
    w->batch = batch;
    w->has_cursor = has_cursor;
    w->cursor = (struct sc_queue_cursor){.back_at_us = {0}};
    for (int i = 0; i < WINDOWS; i++) {
        struct rate r = run(w, 1, seconds, drain);
        last = a_second(&r);
        first = i == 0 ? last : first;
        printf(" %8.0f", last);
        fflush(stdout);
    }
    printf("   last/first %.2f, %lld dead rows\n", last / first, (long long)(DEEP - left()));
    PQfinish(old);
}

/* Who puts jobs while they are worked on. */
struct source {
    pthread_t thread;
    atomic_bool is_over;
    bool keeps_deep;
    const _Atomic int64_t *done;
    int64_t put;
};

static int64_t ask(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    int64_t number = 0;

    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    assert_int_equal(sc_str_i64(sc_str_of(PQgetvalue(result, 0, 0)), &number), SC_OK);
    PQclear(result);
    return number;
}

static void *feed(void *context)
{
    struct source *source = context;
    PGconn *conn = PQconnectdb(server.url);
    int64_t began_us = sc_monotonic_us(), due;
    char sql[250];

    while (!source->is_over) {
        if (source->keeps_deep)
            due = SOAK_DEPTH + *source->done - source->put;
        else
            due = (sc_monotonic_us() - began_us) * SOAK_A_SECOND / 1000000 - source->put;
        snprintf(sql, sizeof sql,
                 "with j as (insert into jobs.job (queue, kind, payload) select 'usual', 'note', "
                 "'{}' from generate_series(1, %lld) returning 1) select count(*) from j",
                 (long long)due);
        source->put += ask(conn, sql);
        usleep(SOAK_STEP_US);
    }
    PQfinish(conn);
    return NULL;
}

static void soak(struct worker *workers, double seconds, bool keeps_deep)
{
    _Atomic int64_t done = 0;
    struct source source = {.keeps_deep = keeps_deep, .done = &done};
    double halves[2] = {0};
    PGconn *old = NULL;

    test_sql(server.url, "truncate jobs.job");
    for (size_t i = 0; i < 2; i++)
        workers[i] = (struct worker){
            .rq = workers[i].rq,
            .batch = SOAK_BATCH,
            .has_cursor = true,
            .keeps_up = true,
            .done = &done,
        };
    assert_int_equal(pthread_create(&source.thread, NULL, feed, &source), 0);
    printf("a snapshot open for the second half of %.0f s, two workers, batch %d, %s\n"
           "until   jobs/s   us CPU a job: PostgreSQL   dead rows\n",
           seconds, SOAK_BATCH, keeps_deep ? "kept deep" : "2,000 jobs come a second");
    for (int i = 0; i < SOAK_WINDOWS; i++) {
        if (i == SOAK_WINDOWS / 2)
            old = open_snapshot();
        struct rate r = run(workers, 2, seconds / SOAK_WINDOWS, drain);
        halves[i / (SOAK_WINDOWS / 2)] += (double)r.jobs;
        printf("%4.0f s %8.0f %26.1f %11lld\n", seconds * (i + 1) / SOAK_WINDOWS, a_second(&r),
               r.server_cpu_s * 1e6 / (double)r.jobs, (long long)dead_rows());
        fflush(stdout);
    }
    source.is_over = true;
    pthread_join(source.thread, NULL);
    printf("second half/first %.2f, %lld jobs left\n\n", halves[1] / halves[0],
           (long long)(source.put - done));
    PQfinish(old);
}

static void measure(struct worker *workers, double seconds)
{
    printf("             workers  batch   jobs/s   us CPU a job: PostgreSQL   ours\n");
    measure_puts(workers, seconds);
    measure_batches(workers, 1, seconds);
    measure_batches(workers, WORKERS, seconds);
    printf("\nunder an open snapshot, one worker, jobs/s in windows of %.0f s\nbatch\n", seconds);
    for (size_t batch = 10; batch <= 100; batch *= 10) {
        measure_snapshot(workers, batch, seconds, false);
        measure_snapshot(workers, batch, seconds, true);
    }
}

int main(int argc, char **argv)
{
    bool is_soak = argc > 1 && strcmp(argv[1], "soak") == 0;
    const char *word = argc > 1 + is_soak ? argv[1 + is_soak] : NULL;
    double seconds = word != NULL ? strtod(word, NULL) : is_soak ? SOAK_SECONDS : SECONDS;
    struct worker workers[WORKERS] = {{.jobs = 0}};
    struct sc_request rq;

    (is_soak ? test_server_start : test_server_start_durable)(BUFFERS_MB, &server);
    const struct sc_pg_config config = {
        .url = sc_str_of(server.url),
        .connections = WORKERS,
        .wait_ms = SC_PG_CONNECT_MS,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };
    test_migrate(server.url);
    assert_int_equal(sc_request_init(&rq, ARENA_CAP, sc_deadline_none()), SC_OK);
    for (size_t i = 0; i < WORKERS; i++)
        assert_int_equal(sc_request_init(&workers[i].rq, ARENA_CAP, sc_deadline_none()), SC_OK);
    assert_int_equal(sc_pg_create(&rq, &config, &pg), SC_OK);
    if (is_soak) {
        soak(workers, seconds, true);
        soak(workers, seconds, false);
    } else {
        measure(workers, seconds);
    }
    sc_pg_destroy(pg);
    for (size_t i = 0; i < WORKERS; i++)
        sc_request_finish(&workers[i].rq);
    sc_request_finish(&rq);
    test_server_stop(&server);
    return 0;
}
