/*
 * What replicas cost and save: CPU of this process and of each PostgreSQL for 1,000 reads and
 * 1,000 writes, without replicas and with two, by turns within one run.
 *
 *     bench_replicas [COUNT]     5,000 of each by default
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/replicas.h"
#include "probe/probe_rows.h"
#include "store/cluster.h"
#include "store/loads.h"
#include "store/pg.h"
#include "store/tx.h"
#include "testing/unit.h"

enum {
    COUNT = 5000,
    ROUNDS = 5, /* of each way, by turns */
    NODES = 3,
    THINGS = 1000,
    LIMIT_MS = 60000,
    PERCENT = 100,
    URLS_MAX = 4096,
};

/* The database as one who knows of its replicas sees it, and as one who does not. */
struct side {
    struct sc_pg *pg;
    struct sc_cluster *cluster;
    struct sc_loads *loads;
};

static struct test_replicas servers;
static struct sc_loop *loop;
static struct side alone, with;
static int64_t next_id = THINGS;
static struct sc_read_point last;

static void open_side(struct sc_request *rq, struct side *side, struct sc_str replicas)
{
    const struct sc_pg_config config = {
        .url = sc_str_of(servers.nodes[0].url),
        .replicas = replicas,
        .connections = 1,
        .wait_ms = LIMIT_MS,
        .lock_timeout_ms = LIMIT_MS,
    };

    assert_int_equal(sc_pg_create(rq, &config, &side->pg), SC_OK);
    side->cluster = sc_pg_cluster(side->pg);
    side->loads = sc_loads_create(loop, &(struct sc_loads_config){.cluster = side->cluster,
                                                                  .connections = 2,
                                                                  .slow_connections = 1,
                                                                  .quick_ms = LIMIT_MS});
    assert_non_null(side->loads);
}

static void close_side(struct side *side)
{
    sc_loads_destroy(side->loads);
    sc_pg_destroy(side->pg);
}

static void begin(struct sc_request *rq)
{
    assert_int_equal(sc_request_init(rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
}

static void stop_loop(void *context)
{
    sc_loop_stop(context);
}

static void read_one(const struct side *side, struct sc_read_point seen)
{
    const union sc_key_part key = {.number = 1 + next_id * 7 % THINGS};
    struct sc_load load = {.loader = &probe_thing_at_loader, .keys = &key, .count = 1};
    struct sc_request rq;

    begin(&rq);
    rq.seen = seen;
    if (sc_loads_run(side->loads, &rq, &load, 1, stop_loop, loop))
        sc_loop_run(loop);
    assert_int_equal(load.status, SC_OK);
    assert_int_equal(load.first[1], 1);
    sc_request_finish(&rq);
}

static void read_plainly(const struct side *side)
{
    read_one(side, (struct sc_read_point){0});
}

/* As if nobody knew how far they are, so that each is asked. */
static void read_guarded(const struct side *side)
{
    for (unsigned i = 1; i < NODES; i++)
        sc_cluster_broke(side->cluster, i); /* it is known no more how far it is */
    read_one(side, last);
}

static void write_one(const struct side *side, bool in_transaction)
{
    const struct probe_thing_insert_in in = {.id = ++next_id, .name = SC_STR("a thing")};
    struct sc_request rq;

    begin(&rq);
    struct sc_tx tx = in_transaction ? sc_tx_begin(side->pg, &rq) : sc_tx_auto(side->pg, &rq);
    assert_int_equal(probe_thing_insert_exec(&tx, &in, NULL), SC_OK);
    if (in_transaction)
        assert_int_equal(sc_tx_commit(&tx), SC_OK);
    sc_tx_finish(&tx);
    if (rq.seen.lsn > 0)
        last = rq.seen;
    sc_request_finish(&rq);
}

static void write_in_transaction(const struct side *side)
{
    write_one(side, true);
}

static void write_by_itself(const struct side *side)
{
    write_one(side, false);
}

struct way {
    const char *what;
    void (*run)(const struct side *side);
    const struct side *side;
    int64_t own_us;
    double server_s[NODES];
};

static double server_cpu(size_t node)
{
    return test_postmaster_cpu(servers.nodes[node].postmaster);
}

static void measure(struct way *way, int count)
{
    double before[NODES];

    for (size_t i = 0; i < NODES; i++)
        before[i] = server_cpu(i);
    int64_t own_us = sc_cpu_us();
    for (int i = 0; i < count; i++)
        way->run(way->side);
    way->own_us += sc_cpu_us() - own_us;
    for (size_t i = 0; i < NODES; i++)
        way->server_s[i] += server_cpu(i) - before[i];
}

static void print(const struct way *way, int count)
{
    int done = count / ROUNDS * ROUNDS;
    double each = done;

    printf("%-40s ours %6.1f ms, nodes", way->what, (double)way->own_us / each);
    for (size_t i = 0; i < NODES; i++)
        printf(" %6.1f", way->server_s[i] * 1e6 / each);
    printf("\n");
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? (int)strtol(argv[1], NULL, 10) : COUNT;
    struct sc_request rq;
    struct sc_buf urls;
    struct way ways[] = {
        {.what = "a write in a transaction, no replicas", write_in_transaction, &alone},
        {.what = "the same, two replicas: read point", write_in_transaction, &with},
        {.what = "a write by itself, no replicas", write_by_itself, &alone},
        {.what = "the same, two replicas: read point", write_by_itself, &with},
        {.what = "a read, no replicas", read_plainly, &alone},
        {.what = "the same, two replicas: far enough", read_plainly, &with},
        {.what = "the same, asked whether it is (guard)", read_guarded, &with},
    };

    begin(&rq);
    loop = sc_loop_create();
    sc_buf_init(&urls, URLS_MAX);
    test_replicas_start(NODES - 1, false, &servers);
    test_replicas_urls(&servers, &urls);
    test_sql(servers.nodes[0].url,
             "create schema probe;"
             "create table probe.thing (id bigint primary key, name text not null, at timestamptz);"
             "insert into probe.thing select n, 'a thing with a name ' || n, now()"
             " from generate_series(1, 1000) n; analyze probe.thing");
    for (size_t i = 1; i < NODES; i++)
        test_node_catch_up(&servers.nodes[i], &servers.nodes[0]);
    open_side(&rq, &alone, (struct sc_str){0});
    open_side(&rq, &with, sc_buf_str(&urls));
    for (size_t w = 0; w < SC_COUNT(ways); w++)
        for (int i = 0; i < PERCENT; i++)
            ways[w].run(ways[w].side); /* connects, prepares */
    for (int round = 0; round < ROUNDS; round++)
        for (size_t w = 0; w < SC_COUNT(ways); w++)
            measure(&ways[w], count / ROUNDS);
    printf("CPU of 1,000, one at a time, over unix sockets; of the primary and two replicas\n");
    for (size_t w = 0; w < SC_COUNT(ways); w++)
        print(&ways[w], count);
    close_side(&with);
    close_side(&alone);
    sc_loop_destroy(loop);
    test_replicas_stop(&servers);
    sc_buf_finish(&urls);
    sc_request_finish(&rq);
    return 0;
}
