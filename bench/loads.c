/*
 * What a declared read costs us: CPU of this process (its loop, libpq, system calls),
 * and of PostgreSQL, for 1,000 levels, over a unix socket, with the cache off and on; and
 * with an L1 that keeps nothing before an L2 that has all, where a Redis is installed.
 *
 *     bench_loads [LEVELS]     20,000 by default
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/near.h"
#include "api/helpers/postgres.h"
#include "api/helpers/redis.h"
#include "api/helpers/server.h"
#include "probe/probe_rows.h"
#include "store/loads.h"
#include "store/tags.h"
#include "testing/unit.h"

enum {
    LEVELS = 20000,
    SIDE_BY_SIDE = 32, /* requests under way */
    THINGS = 10000,
    LOADS_MAX = 5,
    DEADLINE_MS = 60000,
    L1_BYTES = 64 * 1024 * 1024,
};

struct bench {
    struct test_server server;
    struct test_redis redis;
    struct sc_metrics *metrics;
    struct sc_l1 *forgets; /* before each level; NULL: none does */
    struct sc_loop *loop;
    struct sc_loads *loads;
    size_t loads_a_level, keys_a_load;
    size_t left, waiting; /* levels to begin, and begun */
    uint64_t random;
};

struct level {
    struct bench *b;
    struct sc_request rq;
    struct sc_load at[LOADS_MAX];
};

static void begin(struct bench *b);

static void take(struct level *level)
{
    struct bench *b = level->b;

    for (size_t i = 0; i < b->loads_a_level; i++)
        if (level->at[i].status != SC_OK || level->at[i].first[b->keys_a_load] == 0) {
            fprintf(stderr, "%.*s\n", SC_STR_ARGS(sc_failure_words(&level->rq)));
            exit(1);
        }
    sc_request_finish(&level->rq);
    free(level);
}

static void on_done(void *context)
{
    struct level *level = context;
    struct bench *b = level->b;

    take(level);
    b->waiting--;
    begin(b);
    if (b->waiting == 0)
        sc_loop_stop(b->loop);
}

static struct level *make_level(struct bench *b)
{
    struct level *level = calloc(1, sizeof *level);

    if (level == NULL ||
        sc_request_init(&level->rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(DEADLINE_MS)) != SC_OK)
        exit(1);
    level->b = b;
    for (size_t i = 0; i < b->loads_a_level; i++) {
        union sc_key_part *keys = sc_arena_array(level->rq.arena, b->keys_a_load, sizeof *keys);
        for (size_t k = 0; k < b->keys_a_load; k++) {
            b->random = b->random * 6364136223846793005u + 1442695040888963407u;
            keys[k].number = (int64_t)(b->random >> 33) % THINGS + 1;
        }
        level->at[i] = (struct sc_load){
            .loader = &probe_thing_by_id_loader, .keys = keys, .count = b->keys_a_load};
    }
    return level;
}

/* As many as may be under way. What the cache answers is done at once. */
static void begin(struct bench *b)
{
    while (b->left > 0 && b->waiting < SIDE_BY_SIDE) {
        struct level *level = make_level(b);
        b->left--;
        if (b->forgets != NULL)
            sc_l1_forget_all(b->forgets);
        if (sc_loads_run(b->loads, &level->rq, level->at, b->loads_a_level, on_done, level))
            b->waiting++;
        else
            take(level);
    }
}

static void run(struct bench *b, size_t levels)
{
    b->left = levels;
    begin(b);
    if (b->waiting > 0)
        sc_loop_run(b->loop);
}

static void measure(struct bench *b, const char *what, size_t loads, size_t keys, size_t levels)
{
    b->loads_a_level = loads;
    b->keys_a_load = keys;
    run(b, levels / 4 + 1); /* connects, prepares, fills the cache */
    int64_t own_us = sc_cpu_us();
    double server_s = test_postmaster_cpu(b->server.postmaster);
    run(b, levels);
    own_us = sc_cpu_us() - own_us;
    server_s = test_postmaster_cpu(b->server.postmaster) - server_s;
    printf("%-34s ours %6.1f ms, PostgreSQL's %6.1f ms\n", what, (double)own_us / (double)levels,
           server_s * 1e6 / (double)levels);
}

static long l2_keys(const struct bench *b, const char *result)
{
    char name[64];

    snprintf(name, sizeof name, "smartcart_l2_keys_total{result=\"%s\"}", result);
    return near_metric_of(b->metrics, name);
}

static long l2_all(const struct bench *b)
{
    return l2_keys(b, "hit") + l2_keys(b, "miss") + l2_keys(b, "away");
}

static void measure_l2(struct bench *b, const char *what, size_t keys, size_t levels)
{
    int64_t redis_us = test_cpu_us(b->redis.process.pid);
    long hits = l2_keys(b, "hit"), all = l2_all(b);

    measure(b, what, 1, keys, levels);
    redis_us = test_cpu_us(b->redis.process.pid) - redis_us;
    hits = l2_keys(b, "hit") - hits;
    all = l2_all(b) - all;
    printf("%-34s Redis's %6.1f ms (with the round before), %ld of 100 keys were hits\n", "",
           (double)redis_us / ((double)levels * 5 / 4), 100 * hits / (all > 0 ? all : 1));
}

static void run_l2(struct bench *b, struct sc_loads_config *config, struct sc_request *rq,
                   size_t levels)
{
    struct sc_redis_place place;
    struct sc_redis_meters meters;
    const struct sc_str tag = SC_STR("thing");

    test_redis_start(&b->redis);
    if (sc_redis_place_read(rq, rq->arena, sc_str_of(b->redis.url), &place) != SC_OK ||
        sc_redis_meters_declare(b->metrics, &meters) != SC_OK ||
        sc_tags_drop(rq, &place, &tag, 1) != SC_OK)
        exit(1);
    config->redis = sc_redis_create(b->loop, &place, &meters);
    b->loads = sc_loads_create(b->loop, config);
    b->forgets = config->l1;
    b->loads_a_level = 1;
    b->keys_a_load = THINGS / 100;
    run(b, 1000); /* nearly all things are in Redis now */
    measure_l2(b, "L2: one load of one key", 1, levels);
    measure_l2(b, "L2: one load of 20 keys", 20, levels);
    sc_loads_destroy(b->loads);
    sc_redis_destroy(config->redis);
    test_redis_remove(&b->redis);
}

int main(int argc, char **argv)
{
    size_t levels = argc > 1 ? strtoul(argv[1], NULL, 10) : LEVELS;
    struct bench b = {.random = 1};
    struct sc_request rq;
    struct sc_cluster *cluster;
    struct sc_l1 *l1 = sc_l1_create(L1_BYTES);

    test_server_start(TEST_BUFFERS_MB, &b.server);
    test_sql(b.server.url,
             "create schema probe;"
             "create table probe.thing (id bigint primary key, name text not null, at timestamptz);"
             "insert into probe.thing select n, 'a thing with a name ' || n, now()"
             " from generate_series(1, 10000) n; analyze probe.thing");
    const struct sc_cluster_config nodes = {.url = sc_str_of(b.server.url),
                                            .lock_timeout_ms = 1000};
    if (l1 == NULL || sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()) != SC_OK ||
        sc_cluster_create(&rq, &nodes, &cluster) != SC_OK)
        return 1;
    struct sc_metrics *metrics = b.metrics = sc_metrics_create();
    struct sc_loads_meters meters; /* as in the program */
    if (sc_loads_meters_declare(metrics, &meters) != SC_OK)
        return 1;
    b.loop = sc_loop_create();
    struct sc_loads_config config = {
        .cluster = cluster,
        .connections = 2,
        .slow_connections = 1,
        .quick_ms = DEADLINE_MS,
        .meters = &meters,
    };
    b.loads = sc_loads_create(b.loop, &config);
    printf("CPU of 1,000 levels, %d at a time over 2 connections\n", SIDE_BY_SIDE);
    measure(&b, "one load of one key", 1, 1, levels);
    measure(&b, "one load of 20 keys", 1, 20, levels);
    measure(&b, "five loads of one key", 5, 1, levels);
    sc_loads_destroy(b.loads);
    config.l1 = l1;
    b.loads = sc_loads_create(b.loop, &config);
    b.loads_a_level = 1;
    b.keys_a_load = THINGS / 10;
    run(&b, 100); /* nearly all things are kept now */
    measure(&b, "cache on: one load of one key", 1, 1, levels * 10);
    measure(&b, "cache on: one load of 20 keys", 1, 20, levels * 10);
    sc_loads_destroy(b.loads);
    if (test_redis_is_there())
        run_l2(&b, &config, &rq, levels);
    sc_loop_destroy(b.loop);
    sc_cluster_destroy(cluster);
    sc_l1_destroy(l1);
    sc_metrics_destroy(metrics);
    sc_request_finish(&rq);
    test_server_stop(&b.server);
    return 0;
}
