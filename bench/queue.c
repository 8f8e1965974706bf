/*
 * queue.c - how many jobs a second are claimed and ended, by size of batch, and what an open
 * snapshot makes of it.
 *
 *     build/release/bench_queue [SECONDS]
 *
 * On a PostgreSQL of its own. One thread claims a batch and ends it, over and over, with
 * the queue kept deep; PostgreSQL's CPU time and ours are told for each job. Then the
 * same under a snapshot that is held open while the dead rows pile up, in four windows
 * of time: with the cursor of store/queue_lease.h, and with one that is forgotten before
 * each claim, as a plain SKIP LOCKED queue would.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/postgres.h"
#include "store/pg.h"
#include "store/queue_lease.h"
#include "testing/unit.h"

enum {
    SECONDS = 3,
    DEEP = 200000, /* jobs put at a time */
    WINDOWS = 4,
    BUFFERS_MB = 256,
};

static struct test_server server;
static struct sc_pg *pg;
static struct sc_request rq;

static void fill(int count)
{
    char sql[200];

    snprintf(sql, sizeof sql,
             "insert into jobs.job (queue, kind, payload)"
             " select 'usual', 'note', '{}' from generate_series(1, %d)",
             count);
    test_sql(server.url, sql);
}

struct rate {
    int64_t jobs;
    double wall_s, server_cpu_s, our_cpu_s;
};

static struct rate drain(size_t batch, double seconds, bool has_cursor)
{
    const struct sc_queue_claim claim = {SC_QUEUE_USUAL, SC_JOB_LEASE_MS, batch};
    struct sc_queue_cursor cursor = {.reset_at_us = 0};
    int64_t ids[SC_QUEUE_CLAIM_MAX], leases[SC_QUEUE_CLAIM_MAX], ours;
    struct rate rate = {.jobs = 0};
    double server_s = test_server_cpu(&server);
    int64_t began_us = sc_monotonic_us(), cpu_us = sc_cpu_us();
    struct sc_job_rows rows = {.count = 1};

    while (rows.count > 0 && (double)(sc_monotonic_us() - began_us) < seconds * 1e6) {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, &rq);
        if (!has_cursor)
            cursor = (struct sc_queue_cursor){.reset_at_us = 0};
        assert_int_equal(sc_queue_take(&tx, &claim, &cursor, &rows), SC_OK);
        for (size_t i = 0; i < rows.count; i++) {
            ids[i] = rows.at[i].id;
            leases[i] = rows.at[i].lease;
        }
        const struct sc_job_leases done = {ids, leases, rows.count};
        assert_int_equal(sc_queue_end(&tx, &done, &ours), SC_OK);
        assert_int_equal(ours, rows.count);
        rate.jobs += ours;
        sc_request_clear(&rq);
    }
    rate.wall_s = (double)(sc_monotonic_us() - began_us) / 1e6;
    rate.our_cpu_s = (double)(sc_cpu_us() - cpu_us) / 1e6;
    rate.server_cpu_s = test_server_cpu(&server) - server_s;
    return rate;
}

static void measure_batches(double seconds)
{
    static const size_t batches[] = {1, 10, 100, 500};

    printf("batch   jobs/s   us CPU a job: PostgreSQL   ours\n");
    for (size_t i = 0; i < SC_COUNT(batches); i++) {
        test_sql(server.url, "truncate jobs.job");
        fill(DEEP);
        struct rate r = drain(batches[i], seconds, true);
        printf("%5zu %8.0f %26.1f %6.1f\n", batches[i], (double)r.jobs / r.wall_s,
               r.server_cpu_s * 1e6 / (double)r.jobs, r.our_cpu_s * 1e6 / (double)r.jobs);
    }
}

/* jobs/s of each window, under a snapshot that is open all the time. */
static void measure_snapshot(size_t batch, double seconds, bool has_cursor)
{
    test_sql(server.url, "truncate jobs.job");
    fill(DEEP);
    PGconn *old = PQconnectdb(server.url);
    PQclear(PQexec(old, "begin isolation level repeatable read"));
    PQclear(PQexec(old, "select count(*) from jobs.job"));
    printf("%5zu  %-9s", batch, has_cursor ? "cursor" : "no cursor");
    double first = 0, last = 0;
    for (int i = 0; i < WINDOWS; i++) {
        struct rate r = drain(batch, seconds, has_cursor);
        last = (double)r.jobs / r.wall_s;
        first = i == 0 ? last : first;
        printf(" %8.0f", last);
        fflush(stdout);
    }
    printf("   last/first %.2f, %lld dead rows\n", last / first,
           (long long)(DEEP - test_sql_number(server.url, "select count(*) from jobs.job")));
    PQfinish(old);
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? strtod(argv[1], NULL) : SECONDS;

    test_server_start(BUFFERS_MB, &server);
    const struct sc_pg_config config = {
        .url = sc_str_of(server.url),
        .connections = 1,
        .wait_ms = SC_PG_CONNECT_MS,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };
    test_migrate(server.url);
    assert_int_equal(sc_request_init(&rq, SC_UNIT_ARENA_CAP, sc_deadline_none()), SC_OK);
    assert_int_equal(sc_pg_create(&rq, &config, &pg), SC_OK);
    measure_batches(seconds);
    printf("\nunder an open snapshot, jobs/s in windows of %.0f s\n", seconds);
    measure_snapshot(10, seconds, false);
    measure_snapshot(10, seconds, true);
    measure_snapshot(100, seconds, false);
    measure_snapshot(100, seconds, true);
    sc_pg_destroy(pg);
    sc_request_finish(&rq);
    test_server_stop(&server);
    return 0;
}
