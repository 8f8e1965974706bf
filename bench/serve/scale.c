#include "serve/scale.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/helpers/redis.h"
#include "api/helpers/replicas.h"
#include "api/helpers/server.h"
#include "serve/stage.h"
#include "testing/unit.h"

enum {
    CONNECTIONS = 64, /* of all servers together */
    WRITERS = 8,      /* likewise */
    SERVERS_MAX = 4,
    NODES = 2,
    URLS_MAX = 1024,
    ROUNDS = 3,
    SHAPES = 2,
    COUNTS = 3,
};

/* What they stand on. */
static const struct shape {
    const char *name;
    bool has_both; /* Redis and a replica */
} shapes[SHAPES] = {
    {"alone", false},
    {"Redis, replica", true},
};

static const int counts[COUNTS] = {1, 2, SERVERS_MAX};

struct bench {
    struct stage stage;
    struct test_replicas database;
    struct test_redis redis;
    int seconds;
    struct test_serving servers[SERVERS_MAX];
    double ms[SHAPES][COUNTS][STAGE_JOBS][ROUNDS]; /* of CPU, of all, for 1,000 requests */
};

/* CPU seconds so far. */
struct cost {
    double servers, nodes, redis;
};

static void start_servers(struct bench *b, const struct shape *shape, int count)
{
    const char *const words[] = {"server", "on",
                                 sc_arena_printf(b->stage.arena, "%d", WRITERS / count).at, NULL};
    struct sc_str path = sc_arena_printf(b->stage.arena, "%s/settings", b->stage.folder);
    char own[PATH_MAX] = "";
    struct sc_buf urls;

    sc_buf_init(&urls, URLS_MAX);
    test_replicas_urls(&b->database, &urls);
    FILE *file = fopen(path.at, "we");
    assert_non_null(file);
    fprintf(file, "loops = 1\n");
    if (shape->has_both)
        fprintf(file, "redis_url = %s\ndatabase_replicas = %.*s\n", b->redis.url,
                SC_STR_ARGS(sc_buf_str(&urls)));
    assert_int_equal(fclose(file), 0);
    sc_buf_finish(&urls);
    assert_true(readlink("/proc/self/exe", own, sizeof own - 1) > 0);
    const struct test_serve serve = {
        .program = own,
        .words = words,
        .database_url = b->stage.url,
        .log_path = "/dev/null",
        .setting = sc_arena_printf(b->stage.arena, "SMARTCART_CONFIG=%s", path.at).at,
    };
    for (int i = 0; i < count; i++)
        test_serve_start(&serve, &b->servers[i]);
}

static struct cost cost_of(const struct bench *b, int count)
{
    struct cost cost = {.redis = (double)test_cpu_us(b->redis.process.pid) / 1e6};

    for (int i = 0; i < count; i++)
        cost.servers += (double)test_cpu_us(b->servers[i].process.pid) / 1e6;
    for (size_t i = 0; i < b->database.count; i++)
        cost.nodes += test_postmaster_cpu(b->database.nodes[i].postmaster);
    return cost;
}

/* All of them at once: requests, seconds and failures added up, the worst of the latencies. */
static struct stage_load run(struct bench *b, const struct stage_job *job, int count, int seconds)
{
    struct stage_run runs[SERVERS_MAX];
    struct stage_load sum = {0};

    for (int i = 0; i < count; i++)
        stage_run_start(&b->stage, b->servers[i].origin, job, CONNECTIONS / count, seconds,
                        &runs[i]);
    for (int i = 0; i < count; i++) {
        struct stage_load load = stage_run_wait(&b->stage, &runs[i]);
        sum.requests += load.requests;
        sum.failed += load.failed;
        sum.seconds = load.seconds > sum.seconds ? load.seconds : sum.seconds;
        sum.p95_ms = load.p95_ms > sum.p95_ms ? load.p95_ms : sum.p95_ms;
    }
    return sum;
}

/* The CPU time of all, in ms for 1,000 requests. */
static double measure(struct bench *b, const struct shape *shape, const struct stage_job *job,
                      int count)
{
    run(b, job, count, job->warm_s * count); /* each fills its own cache, at a part of the speed */
    struct cost before = cost_of(b, count);
    struct stage_load load = run(b, job, count, b->seconds);
    struct cost after = cost_of(b, count);
    double per_ms = 1e6 / load.requests;
    double servers = (after.servers - before.servers) * per_ms;
    double nodes = (after.nodes - before.nodes) * per_ms;
    double redis = (after.redis - before.redis) * per_ms;

    printf("%-9s %-15s %7d %8.0f %8.1f %10.0f %9.0f %7.0f %7.0f", job->name, shape->name, count,
           load.requests / load.seconds, load.p95_ms, servers, nodes, redis,
           servers + nodes + redis);
    if (load.failed > 0)
        printf("  %.0f failed", load.failed);
    printf("\n");
    fflush(stdout);
    return servers + nodes + redis;
}

static void measure_servers(struct bench *b, size_t shape, size_t count, size_t round)
{
    struct sc_arena_mark mark = sc_arena_mark(b->stage.arena);
    int servers = counts[count];

    start_servers(b, &shapes[shape], servers);
    for (size_t j = 0; j < STAGE_JOBS; j++)
        b->ms[shape][count][j][round] = measure(b, &shapes[shape], &stage_jobs[j], servers);
    for (int i = 0; i < servers; i++)
        test_serve_stop(b->stage.arena, &b->servers[i]);
    sc_arena_rewind(b->stage.arena, mark);
}

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static double median(double *of)
{
    qsort(of, ROUNDS, sizeof *of, compare_doubles);
    return of[ROUNDS / 2];
}

static void print_medians(struct bench *b)
{
    printf("\nmedians of %d rounds, CPU, ms for 1,000\n"
           "job       shape           1 server       2       4   most / least\n",
           ROUNDS);
    for (size_t s = 0; s < SHAPES; s++)
        for (size_t j = 0; j < STAGE_JOBS; j++) {
            double least = 0, most = 0;
            printf("%-9s %-15s", stage_jobs[j].name, shapes[s].name);
            for (size_t c = 0; c < COUNTS; c++) {
                double ms = median(b->ms[s][c][j]);
                least = c == 0 || ms < least ? ms : least;
                most = ms > most ? ms : most;
                printf(" %8.0f", ms);
            }
            printf(" %10.2f\n", most / least);
        }
}

/* With room for all rows, as bench_peers has. */
static void start_nodes(struct bench *b)
{
    char sql[80];

    test_replicas_start(NODES - 1, false, &b->database);
    snprintf(sql, sizeof sql, "alter system set shared_buffers = '%dMB'", STAGE_BUFFERS_MB);
    for (size_t i = 0; i < NODES; i++) {
        struct test_node *node = &b->database.nodes[i];
        test_sql(node->url, sql);
        test_node_stop(node);
        test_node_start(&b->database, node);
    }
}

void bench_scale(int seconds)
{
    struct bench b = {.seconds = seconds, .stage.arena = sc_arena_create(SC_UNIT_ARENA_CAP)};

    assert_non_null(b.stage.arena);
    printf("making the data set\n");
    fflush(stdout);
    start_nodes(&b);
    test_redis_start(&b.redis);
    b.stage.url = b.database.nodes[0].url;
    b.stage.folder = b.database.folder;
    stage_make(&b.stage);
    test_node_catch_up(&b.database.nodes[1], &b.database.nodes[0]);
    printf("\njob       shape           servers    req/s  p95, ms    CPU, ms for 1,000"
           "\n%62s %9s %7s %7s\n",
           "servers", "nodes", "Redis", "all");
    for (size_t round = 0; round < ROUNDS; round++)
        for (size_t s = 0; s < SHAPES; s++)
            for (size_t c = 0; c < COUNTS; c++)
                measure_servers(&b, s, c, round);
    print_medians(&b);
    test_redis_remove(&b.redis);
    test_replicas_stop(&b.database);
    sc_arena_destroy(b.stage.arena);
}
