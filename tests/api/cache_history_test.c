/*
 * A writer that changes rows and drops their tag, readers with caches, and a Redis that has every
 * fault there is: what each saw when is written down, and held together afterwards.
 *
 * SC_HISTORY_S=600 goes on for so many seconds in place of a few, and tells how long reads took.
 */
#include <hiredis/hiredis.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/helpers/near.h"
#include "api/helpers/redis.h"
#include "api/helpers/slow_proxy.h"
#include "probe/probe_rows.h"
#include "store/tags.h"
#include "testing/unit.h"

enum {
    PRESET_S = 12,
    THINGS = 9,
    READERS = 2, /* each a process: its own L1, link and bus */
    VERSIONS_MAX = 64 * 1024,
    CALM_S = 4,      /* before the first fault */
    FAULT_MS = 1500, /* of each, at most */
    PAUSE_MS = 1000, /* between two, in a short run; in a long one: */
    LONG_PAUSE_MS = 20 * 1000,
    LONG_S = 60,
    SETTLED_MS = 8 * 1000,       /* after a fault: all is connected again */
    WRITE_MS = 40,               /* between two writes */
    BRIEF_MS = 3000 * 115 / 100, /* the longest that rows of probe_thing_brief are good */
    TOLD_MS = 1000,              /* from a drop to the last who hears of it, without faults */
    SLACK_MS = 100,              /* clocks that tick in milliseconds, and a read's own time */
};

static const int64_t us_per_ms = 1000;

/* One version of one thing, 1 the first; times are monotonic, 0: not yet. */
struct version {
    int64_t begun_us, committed_us, dropped_us;
};

struct seen {
    int64_t at_us; /* the read began */
    int32_t took_us;
    int32_t version;
    uint8_t thing;
    bool is_brief; /* by the loader of 3 seconds, else of 10 minutes */
    bool is_calm;  /* no fault since SETTLED_MS */
};

struct run;

struct reader {
    struct run *run;
    struct near near;
    pthread_t thread;
    struct seen *seen;
    size_t count, room;
    int64_t failed;
};

struct run {
    struct test_loads *f;
    struct test_redis server;
    struct sc_redis_place direct, through_proxy;
    struct test_proxy *proxy;
    atomic_bool is_over;
    _Atomic int64_t fault_us; /* the last began, or ended; INT64_MAX: it is on */
    struct version *versions[THINGS];
    int32_t last[THINGS];
    int64_t writes, drops, drops_failed, faults;
    struct reader readers[READERS];
    unsigned seed;
};

static int random_below(unsigned *seed, int end)
{
    return (int)((unsigned)rand_r(seed) % (unsigned)end);
}

static void note(struct reader *r, struct seen seen)
{
    if (r->count == r->room) {
        r->room = r->room == 0 ? 4096 : 2 * r->room;
        r->seen = realloc(r->seen, r->room * sizeof *r->seen);
        assert_non_null(r->seen);
    }
    r->seen[r->count++] = seen;
}

static bool is_calm(struct run *run, int64_t now_us)
{
    int64_t fault_us = atomic_load(&run->fault_us);

    return fault_us == 0 || (fault_us != INT64_MAX && now_us - fault_us > SETTLED_MS * us_per_ms);
}

static void read_one(struct reader *r, int thing, bool is_brief)
{
    const struct sc_pg_loader *loader =
        is_brief ? &probe_thing_brief_loader : &probe_thing_by_id_loader;
    const int64_t id = thing + 1;
    struct test_ask *ask = test_ask_create(&r->near.f);
    struct seen seen = {.at_us = sc_monotonic_us(),
                        .thing = (uint8_t)thing,
                        .is_brief = is_brief,
                        .is_calm = is_calm(r->run, sc_monotonic_us())};

    test_ask_add(ask, loader, NULL, &id, 1);
    test_ask_run(ask);
    seen.took_us = (int32_t)(sc_monotonic_us() - seen.at_us);
    seen.is_calm = seen.is_calm && is_calm(r->run, sc_monotonic_us());
    int64_t version = -1;
    if (ask->at[0].status == SC_OK && test_rows_of(&ask->at[0], 0) == 1) {
        const struct probe_thing_find_row *row = test_row_of(&ask->at[0], 0, 0);
        if (sc_str_i64(row->name, &version) != SC_OK)
            version = -1;
    }
    seen.version = (int32_t)version;
    if (version >= 0)
        note(r, seen);
    else
        r->failed++;
    test_ask_destroy(ask);
}

static void *read_on(void *context)
{
    struct reader *r = context;
    unsigned seed = r->run->seed + 1 + (unsigned)(r - r->run->readers);

    while (!atomic_load(&r->run->is_over)) {
        read_one(r, random_below(&seed, THINGS), random_below(&seed, 2) == 0);
        test_loads_idle(&r->near.f, 1);
    }
    return NULL;
}

/* What was committed before it began is dropped, once it is well. */
static void drop(struct run *run)
{
    const struct sc_str tags[] = {SC_STR("thing")};
    struct sc_request rq = {.arena = NULL};

    if (sc_tags_drop(&rq, &run->direct, tags, 1) != SC_OK) {
        run->drops_failed++; /* with the next: in life, a job does that */
        return;
    }
    int64_t now_us = sc_monotonic_us();
    run->drops++;
    for (int t = 0; t < THINGS; t++)
        for (int32_t v = run->last[t]; v > 0 && run->versions[t][v].dropped_us == 0; v--)
            run->versions[t][v].dropped_us = now_us;
}

static void *write_on(void *context)
{
    struct run *run = context;
    unsigned seed = run->seed;
    char sql[100];

    while (!atomic_load(&run->is_over)) {
        int t = random_below(&seed, THINGS);
        int32_t v = run->last[t] + 1;
        if (v == VERSIONS_MAX)
            break;
        snprintf(sql, sizeof sql, "update probe.thing set name = '%d' where id = %d", v, t + 1);
        run->versions[t][v].begun_us = sc_monotonic_us();
        test_sql(run->f->probe->database.url, sql);
        run->versions[t][v].committed_us = sc_monotonic_us();
        run->last[t] = v;
        run->writes++;
        drop(run);
        test_loads_idle(run->f, 1 + random_below(&seed, 2 * WRITE_MS));
    }
    for (int i = 0; i < THINGS && run->drops > 0; i++)
        drop(run);
    return NULL;
}

static void command(struct run *run, const char *words)
{
    redisContext *link = sc_redis_connect(&run->direct, TEST_PATIENT_MS);

    assert_non_null(link);
    freeReplyObject(redisCommand(link, words));
    redisFree(link);
}

static void wait_ms(int ms)
{
    (void)poll(NULL, 0, ms);
}

enum fault {
    FAULT_KILL,
    FAULT_FREEZE,
    FAULT_FLUSH,
    FAULT_FORGET, /* the tag alone, as an eviction does */
    FAULT_SLOW,
    FAULT_STALL,
    FAULT_CUT,
    FAULT_FULL,
    FAULT_EVICTS,
    FAULT_COUNT,
};

static void have_fault(struct run *run, enum fault fault, int ms)
{
    atomic_store(&run->fault_us, INT64_MAX);
    switch (fault) {
    case FAULT_KILL:
        test_redis_kill(&run->server);
        wait_ms(ms);
        test_redis_start(&run->server);
        break;
    case FAULT_FREEZE:
        kill(run->server.process.pid, SIGSTOP);
        wait_ms(ms);
        kill(run->server.process.pid, SIGCONT);
        break;
    case FAULT_FLUSH:
        command(run, "FLUSHALL");
        break;
    case FAULT_FORGET:
        command(run, "DEL " SC_TAG_PREFIX "thing");
        break;
    case FAULT_SLOW:
        test_proxy_set(run->proxy, TEST_PROXY_PASSES, 5 + ms / 30);
        wait_ms(ms);
        break;
    case FAULT_STALL:
        test_proxy_set(run->proxy, TEST_PROXY_STALLS, 0);
        wait_ms(ms);
        break;
    case FAULT_CUT:
        test_proxy_set(run->proxy, TEST_PROXY_CUTS, 0);
        wait_ms(ms);
        break;
    case FAULT_FULL:
        command(run, "CONFIG SET maxmemory-policy noeviction");
        command(run, "CONFIG SET maxmemory 1mb");
        wait_ms(ms);
        break;
    case FAULT_EVICTS:
        command(run, "CONFIG SET maxmemory-policy allkeys-lru");
        command(run, "CONFIG SET maxmemory 1mb");
        wait_ms(ms);
        break;
    case FAULT_COUNT:
        break;
    }
    test_proxy_set(run->proxy, TEST_PROXY_PASSES, 0);
    command(run, "CONFIG SET maxmemory 0");
    run->faults++;
    atomic_store(&run->fault_us, sc_monotonic_us());
}

static void have_faults(struct run *run, int seconds)
{
    struct sc_deadline end = sc_deadline_in((int64_t)seconds * 1000);
    int pause_ms = seconds >= LONG_S ? LONG_PAUSE_MS : PAUSE_MS;
    unsigned seed = run->seed + READERS + 1;
    int first = random_below(&seed, FAULT_COUNT);

    wait_ms(CALM_S * 1000);
    for (int i = 0; !sc_deadline_is_over(end); i++) {
        have_fault(run, (enum fault)((first + i) % FAULT_COUNT), 1 + random_below(&seed, FAULT_MS));
        wait_ms(1 + random_below(&seed, pause_ms));
    }
}

/* How long after it was over (by that time of the next version's) a version was seen, at most. */
struct stale {
    int64_t reads, after_commit_us, after_drop_us;
};

static void add_stale(struct run *run, const struct seen *seen, struct stale *stale)
{
    const struct version *versions = run->versions[seen->thing];

    stale->reads++;
    if (seen->version >= run->last[seen->thing])
        return;
    const struct version *next = &versions[seen->version + 1];
    if (seen->at_us - next->committed_us > stale->after_commit_us)
        stale->after_commit_us = seen->at_us - next->committed_us;
    if (next->dropped_us > 0 && seen->at_us - next->dropped_us > stale->after_drop_us)
        stale->after_drop_us = seen->at_us - next->dropped_us;
}

static int by_time(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return x < y ? -1 : x > y;
}

static void tell_times(const struct run *run, bool is_calm_part)
{
    size_t count = 0;
    int32_t *times;

    for (size_t i = 0; i < READERS; i++)
        count += run->readers[i].count;
    times = calloc(count + 1, sizeof *times);
    count = 0;
    for (size_t i = 0; i < READERS; i++)
        for (size_t s = 0; s < run->readers[i].count; s++)
            if (run->readers[i].seen[s].is_calm == is_calm_part)
                times[count++] = run->readers[i].seen[s].took_us;
    qsort(times, count, sizeof *times, by_time);
    if (count > 0)
        print_message("%s: %zu reads, %d us p50, %d us p95, %d us p99, %d us at most\n",
                      is_calm_part ? "calm" : "around faults", count, times[count / 2],
                      times[count * 95 / 100], times[count * 99 / 100], times[count - 1]);
    free(times);
}

static void tell_hits(const struct run *run)
{
    static const char *const results[] = {"hit", "miss", "wrong", "away"};
    char name[100];

    for (size_t i = 0; i < SC_COUNT(results); i++) {
        long sum = 0;
        snprintf(name, sizeof name, "smartcart_l2_keys_total{result=\"%s\"}", results[i]);
        for (size_t r = 0; r < READERS; r++)
            sum += near_metric(&run->readers[r].near, name);
        print_message("L2 %s: %ld; ", results[i], sum);
    }
    int64_t hits = 0;
    for (size_t r = 0; r < READERS; r++)
        hits += sc_l1_stats(run->readers[r].near.f.l1).hits;
    print_message("L1 hits: %" PRId64 "\n", hits);
}

static void hold_together(struct run *run, bool tells)
{
    struct stale brief = {0}, calm = {0}, all = {0};
    int64_t failed = 0, unborn = 0;

    for (size_t i = 0; i < READERS; i++) {
        const struct reader *r = &run->readers[i];
        failed += r->failed;
        for (size_t s = 0; s < r->count; s++) {
            const struct seen *seen = &r->seen[s];
            int64_t end_us = seen->at_us + seen->took_us;
            const struct version *v = &run->versions[seen->thing][seen->version];
            unborn +=
                seen->version < 0 || seen->version > run->last[seen->thing] || v->begun_us > end_us;
            add_stale(run, seen, seen->is_brief ? &brief : &all);
            if (seen->is_calm)
                add_stale(run, seen, &calm);
        }
    }
    print_message("%" PRId64 " writes, %" PRId64 " drops (%" PRId64 " failed), %" PRId64
                  " faults, %" PRId64 " reads, %" PRId64 " failed\n",
                  run->writes, run->drops, run->drops_failed, run->faults, brief.reads + all.reads,
                  failed);
    print_message(
        "stale at most: %lld ms after the commit with 3 s to live; after the drop %lld ms,"
        " without faults %lld ms (%lld reads)\n",
        (long long)(brief.after_commit_us / us_per_ms), (long long)(all.after_drop_us / us_per_ms),
        (long long)(calm.after_drop_us / us_per_ms), (long long)calm.reads);
    if (tells) {
        tell_times(run, true);
        tell_times(run, false);
        tell_hits(run);
    }
    assert_int_equal(failed, 0);
    assert_int_equal(unborn, 0);
    assert_true(calm.reads > 0 && all.reads > 0 && run->drops > 0 && run->faults > 0);
    assert_true(brief.after_commit_us <= (BRIEF_MS + SLACK_MS) * us_per_ms);
    assert_true(all.after_drop_us <= (SC_L2_NEAR_MS + SLACK_MS) * us_per_ms);
    assert_true(calm.after_drop_us <= TOLD_MS * us_per_ms);
}

static void open_run(struct run *run)
{
    char url[64];
    struct sc_request *rq;

    test_loads_setup((void **)&run->f);
    rq = &run->f->probe->rq;
    test_sql(run->f->probe->database.url, "update probe.thing set name = '0'");
    test_redis_start(&run->server);
    run->proxy = test_proxy_start(run->server.url);
    snprintf(url, sizeof url, "redis://127.0.0.1:%u", test_proxy_port(run->proxy));
    assert_int_equal(sc_redis_place_read(rq, rq->arena, sc_str_of(run->server.url), &run->direct),
                     SC_OK);
    assert_int_equal(sc_redis_place_read(rq, rq->arena, sc_str_of(url), &run->through_proxy),
                     SC_OK);
    for (int t = 0; t < THINGS; t++)
        run->versions[t] = calloc(VERSIONS_MAX, sizeof(struct version));
    for (size_t i = 0; i < READERS; i++) {
        struct reader *r = &run->readers[i];
        r->run = run;
        near_open(&r->near, run->f->probe, &run->through_proxy);
        near_start_bus(&r->near);
        near_wait_ready(&r->near);
    }
}

static void close_run(struct run *run)
{
    for (size_t i = 0; i < READERS; i++) {
        near_close(&run->readers[i].near);
        free(run->readers[i].seen);
    }
    for (int t = 0; t < THINGS; t++)
        free(run->versions[t]);
    test_proxy_stop(run->proxy);
    test_redis_remove(&run->server);
    test_loads_teardown((void **)&run->f);
}

static void nothing_is_seen_that_is_too_old(void **state)
{
    const char *wanted = getenv("SC_HISTORY_S");
    int seconds = wanted != NULL ? (int)strtol(wanted, NULL, 10) : PRESET_S;
    struct run run = {.seed = (unsigned)sc_monotonic_us()};
    pthread_t writer;

    (void)state;
    print_message("seed %u, %d s\n", run.seed, seconds);
    open_run(&run);
    for (size_t i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&run.readers[i].thread, NULL, read_on, &run.readers[i]), 0);
    assert_int_equal(pthread_create(&writer, NULL, write_on, &run), 0);
    have_faults(&run, seconds);
    atomic_store(&run.is_over, true);
    for (size_t i = 0; i < READERS; i++)
        pthread_join(run.readers[i].thread, NULL);
    pthread_join(writer, NULL);
    hold_together(&run, wanted != NULL);
    close_run(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_seen_that_is_too_old)};

    if (!test_redis_is_there()) {
        print_message("redis-server is not installed: skipped\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, probe_group_setup, probe_group_teardown);
}
