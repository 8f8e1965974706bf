/* Reads from replicas, and writes that follow the primary, on servers that are paused and killed.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/probe.h"
#include "api/helpers/replicas.h"
#include "probe/probe_rows.h"
#include "store/cluster.h"
#include "store/loads.h"
#include "store/pg.h"
#include "store/tx.h"
#include "testing/unit.h"

enum {
    NODES = 3,
    PAIRS = 2000,
    ROUNDS = 4, /* of pairs */
    LIMIT_MS = 20 * 1000,
    PATIENT_MS = 30 * 1000,
    HASTY_MS = 1500,
    STEP_MS = 20,
    METRICS_MAX = 1024 * 1024,
};

static struct {
    struct test_replicas servers;
    struct sc_buf urls;
    struct sc_metrics *metrics;
    struct sc_loads_meters meters;
    struct sc_pg *pg;
    struct sc_cluster *cluster;
    struct sc_loop *loop;
    struct sc_loads *loads;
    int64_t next_id;
} f;

static void open_all(void)
{
    struct sc_request rq;

    f.metrics = sc_metrics_create();
    const struct sc_pg_config config = {
        .url = sc_str_of(f.servers.nodes[0].url),
        .replicas = sc_buf_str(&f.urls),
        .connections = 2,
        .wait_ms = 1000,
        .lock_timeout_ms = 1000,
        .metrics = f.metrics,
    };
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    assert_int_equal(sc_loads_meters_declare(f.metrics, &f.meters), SC_OK);
    if (sc_pg_create(&rq, &config, &f.pg) != SC_OK)
        fail_msg("%s", rq.failure.words);
    sc_request_finish(&rq);
    f.cluster = sc_pg_cluster(f.pg);
    f.loop = sc_loop_create();
    f.loads = sc_loads_create(f.loop, &(struct sc_loads_config){.cluster = f.cluster,
                                                                .connections = 2,
                                                                .slow_connections = 1,
                                                                .meters = &f.meters});
    assert_non_null(f.loads);
}

static void close_all(void)
{
    sc_loads_destroy(f.loads);
    sc_loop_destroy(f.loop);
    sc_pg_destroy(f.pg);
    sc_metrics_destroy(f.metrics);
}

static int start(void **state)
{
    (void)state;
    test_replicas_start(NODES - 1, true, &f.servers);
    sc_buf_init(&f.urls, METRICS_MAX);
    test_replicas_urls(&f.servers, &f.urls);
    test_sql(f.servers.nodes[0].url,
             "create schema probe;"
             "create table probe.thing (id bigint primary key, name text not null,"
             " at timestamptz, check (name <> 'wrong'))");
    for (size_t i = 1; i < NODES; i++)
        test_node_catch_up(&f.servers.nodes[i], &f.servers.nodes[0]);
    open_all();
    return 0;
}

static int stop(void **state)
{
    (void)state;
    close_all();
    test_replicas_stop(&f.servers);
    sc_buf_finish(&f.urls);
    return 0;
}

/* A number of /metrics; 0: it has none of that name. */
static int64_t meter(const char *name)
{
    struct sc_buf text;
    int64_t value = 0;
    char line[100];

    snprintf(line, sizeof line, "\n%s ", name);
    sc_buf_init(&text, METRICS_MAX);
    sc_metrics_write(f.metrics, &text);
    sc_buf_put_char(&text, '\0');
    const char *at = strstr(text.at, line);
    if (at != NULL)
        value = strtoll(at + strlen(line), NULL, 10);
    sc_buf_finish(&text);
    return value;
}

/* Inserts one more thing; where that is, for who reads it. */
static enum sc_status write_one(int64_t limit_ms, bool in_transaction,
                                struct sc_read_point *ret_seen)
{
    const struct probe_thing_insert_in in = {.id = ++f.next_id, .name = SC_STR("a thing")};
    struct sc_request rq;

    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(limit_ms)), SC_OK);
    struct sc_tx tx = in_transaction ? sc_tx_begin(f.pg, &rq) : sc_tx_auto(f.pg, &rq);
    enum sc_status st = tx.status;
    if (st == SC_OK)
        st = probe_thing_insert_exec(&tx, &in, NULL);
    if (st == SC_OK && in_transaction)
        st = sc_tx_commit(&tx);
    sc_tx_finish(&tx);
    *ret_seen = rq.seen;
    sc_request_finish(&rq);
    return st;
}

static void stop_loop(void *loop)
{
    sc_loop_stop(loop);
}

static void run_load(struct sc_request *rq, struct sc_load *load)
{
    if (sc_loads_run(f.loads, rq, load, 1, stop_loop, f.loop))
        sc_loop_run(f.loop);
}

/* Whether the thing is there, in a request that has seen so much. */
static enum sc_status read_one(int64_t id, struct sc_read_point seen, bool *ret_is_there)
{
    const union sc_key_part key = {.number = id};
    struct sc_load load = {.loader = &probe_thing_at_loader, .keys = &key, .count = 1};
    struct sc_request rq;

    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    rq.seen = seen;
    run_load(&rq, &load);
    if (load.status == SC_OK)
        *ret_is_there = load.first[1] == 1;
    sc_request_finish(&rq);
    return load.status;
}

static void wait_ms(int64_t ms)
{
    struct sc_loop_timer timer = {.on_time = stop_loop, .context = f.loop};

    assert_int_equal(sc_loop_timer_set(f.loop, &timer, sc_deadline_in(ms)), SC_OK);
    sc_loop_run(f.loop);
    sc_loop_timer_clear(f.loop, &timer);
}

static bool is_read(unsigned node)
{
    const struct sc_read_wish only = {.without = ~(1U << node)};

    return sc_cluster_primary(f.cluster) != node &&
           sc_cluster_choose(f.cluster, &only).node == node;
}

/* Until it is read from, or is not, while the primary is written to; in how many ms. */
static int64_t wait_until_read(unsigned node, bool is_wanted)
{
    int64_t began_us = sc_monotonic_us();
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);
    struct sc_read_point seen;

    while (is_read(node) != is_wanted) {
        assert_false(sc_deadline_is_over(deadline));
        assert_int_equal(write_one(LIMIT_MS, true, &seen), SC_OK);
        wait_ms(STEP_MS);
    }
    return (sc_monotonic_us() - began_us) / 1000;
}

static void wait_for_replicas(void)
{
    for (unsigned i = 0; i < NODES; i++)
        if (i != sc_cluster_primary(f.cluster))
            wait_until_read(i, true);
}

static void who_has_written_reads_what_they_wrote(void **state)
{
    int stale = 0, stale_without = 0;

    (void)state;
    for (int i = 0; i < PAIRS; i++) {
        struct sc_read_point seen;
        bool with = false, without = false;
        if (i % (PAIRS / ROUNDS) == 0) { /* it is out in some seconds: so it joins in again */
            test_node_resume(&f.servers.nodes[1]);
            wait_for_replicas();
            test_node_pause(&f.servers.nodes[1]);
        }
        assert_int_equal(write_one(LIMIT_MS, i % 2 == 0, &seen), SC_OK);
        assert_true(seen.timeline > 0 && seen.lsn > 0);
        assert_int_equal(read_one(f.next_id, (struct sc_read_point){0}, &without), SC_OK);
        assert_int_equal(read_one(f.next_id, seen, &with), SC_OK);
        stale += !with;
        stale_without += !without;
    }
    test_node_resume(&f.servers.nodes[1]);
    print_message("%d pairs: %d stale, %d without a point; levels asked for elsewhere: %lld\n",
                  PAIRS, stale, stale_without,
                  (long long)meter("smartcart_load_rerouted_total{why=\"behind\"}"));
    assert_int_equal(stale, 0);
    assert_true(stale_without > 0); /* else nothing was shown */
    wait_for_replicas();
}

/* It has it in a moment, and is asked again until then: the primary has enough to do. */
static void a_replica_that_is_near_is_waited_for(void **state)
{
    static const char asked_again[] = "smartcart_load_statements_again_total{pool=\"quick\"}";
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);
    int64_t before = meter(asked_again);

    (void)state;
    while (meter(asked_again) == before) {
        struct sc_read_point seen;
        bool is_there = false;
        assert_false(sc_deadline_is_over(deadline));
        assert_int_equal(write_one(LIMIT_MS, true, &seen), SC_OK);
        assert_int_equal(read_one(f.next_id, seen, &is_there), SC_OK);
        assert_true(is_there);
    }
}

/* Loads of a cluster that nobody looks after: these two, the first taken for the primary. */
static enum sc_status read_from(const struct test_node *primary, const struct test_node *replica,
                                struct sc_read_point seen, bool *ret_is_there)
{
    const struct sc_cluster_config config = {.url = sc_str_of(primary->url),
                                             .replicas = sc_str_of(replica->url)};
    struct sc_loads *loads = f.loads;
    struct sc_cluster *cluster;
    struct sc_request rq;

    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    assert_int_equal(sc_cluster_create(&rq, &config, &cluster), SC_OK);
    f.loads = sc_loads_create(
        f.loop,
        &(struct sc_loads_config){.cluster = cluster, .connections = 1, .slow_connections = 1});
    enum sc_status st = read_one(1, seen, ret_is_there);
    sc_loads_destroy(f.loads);
    f.loads = loads;
    sc_cluster_destroy(cluster);
    sc_request_finish(&rq);
    return st;
}

/* Who it is, is known from a while ago: who has seen something asks whether it still is. */
static void what_is_taken_for_the_primary_must_say_so(void **state)
{
    const struct test_node *n0 = &f.servers.nodes[0], *n1 = &f.servers.nodes[1];
    struct sc_read_point seen;
    bool is_there;

    (void)state;
    assert_int_equal(write_one(LIMIT_MS, true, &seen), SC_OK);
    assert_int_equal(read_from(n0, n1, seen, &is_there), SC_OK);
    assert_int_equal(read_from(n1, n0, (struct sc_read_point){0}, &is_there), SC_OK);
    assert_int_equal(read_from(n1, n0, seen, &is_there), SC_UNAVAILABLE);
    seen.timeline++; /* of a primary that has followed it */
    assert_int_equal(read_from(n0, n1, seen, &is_there), SC_UNAVAILABLE);
}

/* What a loop heard before a failover, and after: it says nothing of what was replayed since. */
static void what_was_replayed_of_another_timeline_does_not_count(void **state)
{
    struct sc_read_point all = {sc_cluster_timeline(f.cluster), INT64_MAX};
    const struct sc_read_wish wish = {.seen = all, .without = ~2U};

    (void)state;
    sc_cluster_replayed(f.cluster, 1, (struct sc_read_point){all.timeline - 1, UINT64_MAX});
    assert_true(sc_cluster_choose(f.cluster, &wish).is_guarded);
    sc_cluster_replayed(f.cluster, 1, all);
    assert_false(sc_cluster_choose(f.cluster, &wish).is_guarded);
    sc_cluster_broke(f.cluster, 1);
    assert_true(sc_cluster_choose(f.cluster, &wish).is_guarded);
}

static void a_replica_that_lags_is_out_until_it_is_well(void **state)
{
    const struct test_node *n1 = &f.servers.nodes[1];

    (void)state;
    test_node_pause(n1);
    int64_t by_time_ms = wait_until_read(1, false);
    test_node_resume(n1);
    int64_t back_ms = wait_until_read(1, true);
    test_node_pause(n1);
    test_sql(f.servers.nodes[0].url, "create table bulk as select repeat('x', 1000) as text"
                                     " from generate_series(1, 20000)");
    int64_t by_bytes_ms = wait_until_read(1, false);
    test_node_resume(n1);
    wait_until_read(1, true);
    print_message("out by time in %lld ms, by bytes in %lld ms, back in %lld ms\n",
                  (long long)by_time_ms, (long long)by_bytes_ms, (long long)back_ms);
}

static pid_t refused_on(bool in_transaction)
{
    const struct probe_thing_insert_in wrong = {.id = ++f.next_id, .name = SC_STR("wrong")};
    struct sc_request rq;

    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    struct sc_tx tx = in_transaction ? sc_tx_begin(f.pg, &rq) : sc_tx_auto(f.pg, &rq);
    pid_t pid = probe_backend_pid(&tx);
    assert_int_equal(probe_thing_insert_exec(&tx, &wrong, NULL), SC_INVALID);
    sc_tx_finish(&tx);
    sc_request_finish(&rq);
    return pid;
}

static void a_write_that_is_refused_leaves_its_connection_good(void **state)
{
    struct sc_read_point seen;

    (void)state;
    pid_t pid = refused_on(false);
    assert_int_equal(refused_on(true), pid);
    assert_int_equal(refused_on(false), pid);
    assert_int_equal(write_one(LIMIT_MS, false, &seen), SC_OK);
    assert_int_equal(write_one(LIMIT_MS, true, &seen), SC_OK);
    assert_int_equal(refused_on(false), pid);
}

/* A load that takes long, on one of the replicas, cut off there after a moment. */
static void what_a_replica_loses_is_had_elsewhere(void **state)
{
    const union sc_key_part key = {.number = 150};
    struct sc_load load = {.loader = &probe_doze_loader, .keys = &key, .count = 1};
    struct sc_request rq;

    (void)state;
    int64_t lost = meter("smartcart_load_rerouted_total{why=\"lost\"}");
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    bool waits = sc_loads_run(f.loads, &rq, &load, 1, stop_loop, f.loop);
    assert_true(waits);
    unsigned node = rq.reads_from - 1;
    assert_int_not_equal(node, 0);
    wait_ms(50); /* it is sent */
    test_sql(f.servers.nodes[node].url,
             "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'");
    sc_loop_run(f.loop);
    assert_int_equal(load.status, SC_OK);
    assert_int_equal(rq.reads_from, 1); /* and goes on there */
    assert_int_equal(meter("smartcart_load_rerouted_total{why=\"lost\"}"), lost + 1);
    sc_request_finish(&rq);
}

static void a_frozen_replica_holds_nobody_up(void **state)
{
    struct test_node *n1 = &f.servers.nodes[1];
    bool is_there = false;
    int64_t worst_us = 0;

    (void)state;
    test_node_freeze(n1);
    for (int i = 0; i < 50; i++) {
        int64_t began_us = sc_monotonic_us();
        assert_int_equal(read_one(1, (struct sc_read_point){0}, &is_there), SC_OK);
        worst_us =
            sc_monotonic_us() - began_us > worst_us ? sc_monotonic_us() - began_us : worst_us;
    }
    wait_until_read(1, false);
    test_node_thaw(n1);
    int64_t back_ms = wait_until_read(1, true);
    print_message("a frozen replica: longest read %lld ms; back in %lld ms\n",
                  (long long)worst_us / 1000, (long long)back_ms);
}

static void a_frozen_primary_hangs_no_writer_beyond_its_deadline(void **state)
{
    struct sc_read_point seen, before;
    bool is_there = false;

    (void)state;
    assert_int_equal(write_one(LIMIT_MS, true, &before), SC_OK);
    int64_t id = f.next_id;
    assert_int_equal(read_one(id, before, &is_there), SC_OK);
    test_node_catch_up(&f.servers.nodes[1], &f.servers.nodes[0]);
    test_node_catch_up(&f.servers.nodes[2], &f.servers.nodes[0]);
    test_node_freeze(&f.servers.nodes[0]);
    int64_t began_us = sc_monotonic_us();
    enum sc_status st = write_one(HASTY_MS, true, &seen);
    int64_t took_ms = (sc_monotonic_us() - began_us) / 1000;
    assert_true(st == SC_TIMEOUT || st == SC_UNKNOWN || st == SC_UNAVAILABLE);
    is_there = false;
    assert_int_equal(read_one(id, before, &is_there), SC_OK); /* reads go on, with a point too */
    assert_true(is_there);
    test_node_thaw(&f.servers.nodes[0]);
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);
    while (write_one(HASTY_MS, true, &seen) != SC_OK)
        assert_false(sc_deadline_is_over(deadline));
    print_message("a frozen primary: a writer with %d ms was told in %lld\n", HASTY_MS,
                  (long long)took_ms);
    assert_true(took_ms < LIMIT_MS);
}

/* Writes until it is done; how long after `began_us` the first was. */
static int64_t write_again(int64_t began_us)
{
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);
    struct sc_read_point seen;

    while (write_one(HASTY_MS, true, &seen) != SC_OK) {
        assert_false(sc_deadline_is_over(deadline));
        wait_ms(STEP_MS);
    }
    return (sc_monotonic_us() - began_us) / 1000;
}

static void a_point_of_the_old_timeline_is_for_the_primary(struct sc_read_point old, int64_t id)
{
    bool is_there = false;
    struct sc_read_choice choice =
        sc_cluster_choose(f.cluster, &(struct sc_read_wish){.seen = old});

    assert_int_equal(choice.node, sc_cluster_primary(f.cluster));
    assert_false(choice.is_guarded);
    assert_int_equal(read_one(id, old, &is_there), SC_OK);
    assert_true(is_there);
}

static void writes_come_back_after_the_primary_was_killed(void **state)
{
    struct test_node *n0 = &f.servers.nodes[0], *n1 = &f.servers.nodes[1],
                     *n2 = &f.servers.nodes[2];
    struct sc_read_point old;
    bool is_there = false;

    (void)state;
    assert_int_equal(write_one(LIMIT_MS, true, &old), SC_OK);
    int64_t id = f.next_id, began_us = sc_monotonic_us();
    test_node_catch_up(n1, n0);
    test_node_kill(n0);
    assert_int_equal(read_one(id, (struct sc_read_point){0}, &is_there), SC_OK);
    test_node_promote(&f.servers, n1);
    int64_t promoted_ms = (sc_monotonic_us() - began_us) / 1000;
    test_node_follow(&f.servers, n2, n1); /* a commit waits for it */
    int64_t gap_ms = write_again(began_us);
    print_message("failover: promoted after %lld ms, written again after %lld ms\n",
                  (long long)promoted_ms, (long long)gap_ms);
    assert_int_equal(sc_cluster_primary(f.cluster), 1);
    a_point_of_the_old_timeline_is_for_the_primary(old, id);
    assert_int_equal(meter("smartcart_database_switches_total"), 1);
    wait_until_read(2, true);
    test_node_rewind(&f.servers, n0, n1);
    wait_until_read(0, true); /* what was the primary is read from now */
}

static void writes_come_back_after_a_switchover(void **state)
{
    struct test_node *n1 = &f.servers.nodes[1], *n2 = &f.servers.nodes[2];
    struct sc_read_point old;

    (void)state;
    assert_int_equal(write_one(LIMIT_MS, false, &old), SC_OK);
    int64_t id = f.next_id, began_us = sc_monotonic_us();
    test_node_stop(n1);
    test_node_promote(&f.servers, n2);
    test_node_follow(&f.servers, &f.servers.nodes[0], n2);
    int64_t gap_ms = write_again(began_us);
    print_message("switchover: written again after %lld ms\n", (long long)gap_ms);
    a_point_of_the_old_timeline_is_for_the_primary(old, id);
    test_node_follow(&f.servers, n1, n2);
    wait_until_read(1, true);
}

static void *insert_patiently(void *context)
{
    const struct probe_thing_insert_in in = {.id = f.next_id + 1, .name = SC_STR("a thing")};
    struct sc_tx *tx = context;

    (void)!probe_thing_insert_exec(tx, &in, NULL);
    return NULL;
}

/* It has all the time there is, and does not spend it on who is the primary no more. */
static void who_waits_for_a_frozen_primary_leaves_it_for_the_next(void **state)
{
    struct test_node *n0 = &f.servers.nodes[0], *n2 = &f.servers.nodes[2];
    struct sc_request rq;
    pthread_t writer;

    (void)state;
    test_node_catch_up(n0, n2);
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(2L * PATIENT_MS)),
                     SC_OK);
    struct sc_tx tx = sc_tx_begin(f.pg, &rq);
    assert_int_equal(tx.status, SC_OK);
    test_node_freeze(n2);
    assert_int_equal(pthread_create(&writer, NULL, insert_patiently, &tx), 0);
    test_node_promote(&f.servers, n0);
    assert_int_equal(pthread_join(writer, NULL), 0);
    sc_tx_finish(&tx);
    assert_int_equal(rq.failure.status, SC_OK); /* it has begun anew there */
    assert_int_equal(sc_cluster_primary(f.cluster), 0);
    sc_request_finish(&rq);
    test_node_kill(n2);
}

/* Nobody knows its timeline: whoever has written there reads what the primary has. */
static void what_is_written_on_a_node_that_was_not_seen_is_the_primarys(void **state)
{
    const struct sc_cluster_config config = {.url = sc_str_of(f.servers.nodes[0].url),
                                             .replicas = sc_buf_str(&f.urls)};
    struct sc_cluster *cluster;
    struct sc_request rq;

    (void)state;
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    assert_int_equal(sc_cluster_create(&rq, &config, &cluster), SC_OK);
    assert_int_equal(sc_cluster_point(cluster, 0, 7).timeline, SC_READ_POINT_PRIMARY.timeline);
    sc_cluster_destroy(cluster);
    sc_request_finish(&rq);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_on_a_node_that_was_not_seen_is_the_primarys),
        cmocka_unit_test(who_has_written_reads_what_they_wrote),
        cmocka_unit_test(a_replica_that_is_near_is_waited_for),
        cmocka_unit_test(what_is_taken_for_the_primary_must_say_so),
        cmocka_unit_test(what_was_replayed_of_another_timeline_does_not_count),
        cmocka_unit_test(a_replica_that_lags_is_out_until_it_is_well),
        cmocka_unit_test(a_write_that_is_refused_leaves_its_connection_good),
        cmocka_unit_test(what_a_replica_loses_is_had_elsewhere),
        cmocka_unit_test(a_frozen_replica_holds_nobody_up),
        cmocka_unit_test(a_frozen_primary_hangs_no_writer_beyond_its_deadline),
        cmocka_unit_test(writes_come_back_after_the_primary_was_killed),
        cmocka_unit_test(writes_come_back_after_a_switchover),
        cmocka_unit_test(who_waits_for_a_frozen_primary_leaves_it_for_the_next),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
