/*
 * The second level of the cache: what one process has read, another has from Redis, until its tag
 * is dropped; and whatever Redis does, there are rows.
 *
 * An answer of Redis that is late on a loaded machine is none, which is no failure: what is to be
 * seen at all is tried with one thing after the other.
 */
#include <hiredis/hiredis.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/helpers/loads.h"
#include "api/helpers/near.h"
#include "api/helpers/redis.h"
#include "probe/probe_rows.h"
#include "store/cluster.h"
#include "store/tags.h"
#include "testing/unit.h"

enum {
    THINGS = 9,
    STEP_MS = 5,
    TRIES = 40,
    JUNK = 40, /* kinds of bytes in the place of entries */
};

struct world {
    struct test_loads *f; /* of the helper: its database and rows */
    struct test_redis server;
    struct sc_redis_place place;
    redisContext *direct; /* the test's own */
    struct near here, there;
};

static void tell(struct world *w, const char *format, const char *a, const char *b)
{
    redisReply *reply = redisCommand(w->direct, format, a, b);

    assert_true(reply != NULL && reply->type != REDIS_REPLY_ERROR);
    freeReplyObject(reply);
}

static long long count_keys(struct world *w)
{
    redisReply *reply = redisCommand(w->direct, "DBSIZE");
    long long count = reply->integer;

    freeReplyObject(reply);
    return count;
}

static int setup(void **state)
{
    static struct world world;
    struct world *w = &world;

    *w = (struct world){0};
    test_loads_setup((void **)&w->f);
    test_redis_start(&w->server);
    assert_int_equal(sc_redis_place_read(&w->f->probe->rq, w->f->probe->rq.arena,
                                         sc_str_of(w->server.url), &w->place),
                     SC_OK);
    w->direct = sc_redis_connect(&w->place, TEST_PATIENT_MS);
    assert_non_null(w->direct);
    tell(w, "SET sc:tag:thing %s", "1 0 0", NULL);
    tell(w, "SET sc:tag:part %s", "1 0 0", NULL);
    near_open(&w->here, w->f->probe, &w->place);
    near_open(&w->there, w->f->probe, &w->place);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;

    near_close(&w->here);
    near_close(&w->there);
    redisFree(w->direct);
    test_redis_remove(&w->server);
    test_loads_teardown((void **)&w->f);
    return 0;
}

static struct test_ask *ask_things(struct near *near, const int64_t *ids, size_t count)
{
    struct test_ask *ask = test_ask_create(&near->f);

    test_ask_add(ask, &probe_thing_by_id_loader, NULL, ids, count);
    return ask;
}

/* The thing has a name that begins so. */
static bool has_name(const struct test_ask *ask, size_t key, const char *name)
{
    const struct sc_load *load = &ask->at[0];

    assert_int_equal(load->status, SC_OK);
    if (test_rows_of(load, key) == 0)
        return name == NULL;
    const struct probe_thing_find_row *row = test_row_of(load, key, 0);
    return name != NULL && sc_str_starts(row->name, sc_str_of(name));
}

static bool is_named(struct near *near, int64_t id, const char *name)
{
    struct test_ask *ask = ask_things(near, &id, 1);

    near_wait_ready(near);
    test_ask_run(ask);
    bool is_so = has_name(ask, 0, name);
    test_ask_destroy(ask);
    return is_so;
}

static void rename_all(struct world *w, const char *to)
{
    char sql[100];

    snprintf(sql, sizeof sql, "update probe.thing set name = '%s ' || id", to);
    test_sql(w->f->probe->database.url, sql);
}

static void drop_things(struct world *w)
{
    const struct sc_str tags[] = {SC_STR("part"), SC_STR("thing")};

    assert_int_equal(sc_tags_drop(&w->f->probe->rq, &w->place, tags, SC_COUNT(tags)), SC_OK);
}

/* Reads until L1 and L2 have it: this old name is seen after it was changed. */
static void keep_old(struct world *w, struct near *near, int64_t id)
{
    for (int i = 0; i < TRIES; i++) {
        test_sql(w->f->probe->database.url, "update probe.thing set name = 'old ' || id");
        drop_things(w);
        sc_l1_forget_all(near->f.l1);
        assert_true(is_named(near, id, "old"));
        test_loads_idle(&near->f, STEP_MS); /* it goes to Redis */
        rename_all(w, "new");
        sc_l1_forget_all(near->f.l1);
        if (is_named(near, id, "old"))
            return;
    }
    fail_msg("Redis keeps nothing");
}

static void what_one_has_read_another_has_from_redis(void **state)
{
    struct world *w = *state;
    bool was_seen = false;

    keep_old(w, &w->here, 7);
    for (int i = 0; i < TRIES && !was_seen; i++) {
        sc_l1_forget_all(w->there.f.l1);
        was_seen = is_named(&w->there, 7, "old");
    }
    assert_true(was_seen);
    assert_true(is_named(&w->there, 7, "old")); /* of L1, now */
}

static void what_is_dropped_is_read_anew(void **state)
{
    struct world *w = *state;

    keep_old(w, &w->here, 7);
    drop_things(w);
    assert_true(is_named(&w->here, 7, "old")); /* L1 has not been told: that is the bus's */
    sc_l1_forget(w->here.f.l1, SC_STR("thing"));
    assert_true(is_named(&w->here, 7, "new"));
    assert_true(is_named(&w->there, 7, "new"));
}

static void a_redis_that_forgets_brings_nothing_back(void **state)
{
    struct world *w = *state;

    keep_old(w, &w->here, 7);
    tell(w, "DEL sc:tag:thing", NULL, NULL); /* evicted, say */
    sc_l1_forget_all(w->here.f.l1);
    assert_true(is_named(&w->here, 7, "new"));
    sc_l1_forget_all(w->here.f.l1);
    assert_true(is_named(&w->here, 7, "new")); /* the tag is there again, another */
    tell(w, "FLUSHALL", NULL, NULL);
    sc_l1_forget_all(w->here.f.l1);
    assert_true(is_named(&w->here, 7, "new"));
}

/* A key without rows is kept too. */
static void nothing_is_kept_as_well(void **state)
{
    static const char live_long[] = /* ten minutes, give or take 15 % */
        "for _, key in ipairs(redis.call('keys', 'sc:*')) do"
        "  local ms = redis.call('pttl', key)"
        "  if ms >= 0 and ms < 500000 then return redis.error_reply('short') end "
        "end return 0";
    struct world *w = *state;
    bool was_seen = false;

    for (int64_t id = 100; id < 100 + TRIES && !was_seen; id++) {
        char sql[100];
        assert_true(is_named(&w->here, id, NULL));
        test_loads_idle(&w->here.f, STEP_MS);
        snprintf(sql, sizeof sql, "insert into probe.thing values (%d, 'late', null)", (int)id);
        test_sql(w->f->probe->database.url, sql);
        was_seen = is_named(&w->there, id, NULL);
    }
    assert_true(was_seen);
    tell(w, "EVAL %s 0", live_long, NULL);
}

/* What L1, L2 and the database have of one load comes together. */
static void only_what_is_missing_is_read(void **state)
{
    struct world *w = *state;
    struct test_ask *ask = ask_things(&w->there, TEST_KEYS(5, 7, 3, 7, 99, 2));

    keep_old(w, &w->here, 7);
    keep_old(w, &w->here, 3); /* with a drop: 7 is away again */
    assert_true(is_named(&w->there, 5, "new"));
    near_wait_ready(&w->there);
    test_ask_run(ask);
    assert_true(has_name(ask, 0, "new 5"));
    assert_true(has_name(ask, 1, "new 7"));
    assert_true(has_name(ask, 2, "old 3") || has_name(ask, 2, "new 3"));
    assert_ptr_equal(test_row_of(&ask->at[0], 1, 0), test_row_of(&ask->at[0], 3, 0));
    assert_true(has_name(ask, 4, NULL));
    assert_true(has_name(ask, 5, "new 2"));
    test_ask_destroy(ask);
}

/* Texts, nulls, pages and arguments come out of Redis as they went in. */
static void rows_are_the_same(void **state)
{
    struct world *w = *state;
    struct near *nears[] = {&w->here, &w->there};
    struct probe_part_page_in pages[] = {
        {.after_place = SC_STR(""), .after_id = INT64_MIN, .page_limit = 9},
        {.after_place = SC_STR("b"), .after_id = 12, .page_limit = 2},
    };
    struct test_ask *asks[2];

    test_sql(w->f->probe->database.url,
             "update probe.thing set at = now() where id % 2 = 0;"
             "update probe.thing set name = repeat('é', 90) where id = 3");
    for (size_t n = 0; n < SC_COUNT(nears); n++) {
        near_wait_ready(nears[n]);
        asks[n] = test_ask_create(&nears[n]->f);
        test_ask_add(asks[n], &probe_thing_by_id_loader, NULL, TEST_KEYS(1, 2, 3, 4));
        for (size_t i = 0; i < SC_COUNT(pages); i++)
            test_ask_add(asks[n], &probe_part_page_loader, &pages[i], TEST_KEYS(1, 2));
        test_ask_run(asks[n]);
        test_loads_idle(&nears[n]->f, STEP_MS);
    }
    for (size_t l = 0; l < asks[0]->count; l++) {
        const struct sc_shape *shape = &asks[0]->at[l].loader->query->row;
        for (size_t key = 0; key < asks[0]->at[l].count; key++) {
            size_t count = test_rows_of(&asks[0]->at[l], key);
            assert_int_equal(test_rows_of(&asks[1]->at[l], key), count);
            for (size_t r = 0; r < count; r++) {
                struct sc_buf bytes[2];
                const struct sc_l2_head head = {0};
                for (size_t n = 0; n < 2; n++) {
                    const void *row = test_row_of(&asks[n]->at[l], key, r);
                    sc_buf_init(&bytes[n], TEST_L1_BYTES);
                    sc_l2_entry_write(&bytes[n], &head, shape, &row, 1);
                }
                assert_int_equal(bytes[0].len, bytes[1].len);
                assert_memory_equal(bytes[0].at, bytes[1].at, bytes[0].len);
                sc_buf_finish(&bytes[0]);
                sc_buf_finish(&bytes[1]);
            }
        }
    }
    test_ask_destroy(asks[0]);
    test_ask_destroy(asks[1]);
}

static void one_looks_for_all_who_come_meanwhile(void **state)
{
    struct world *w = *state;
    struct test_ask *asks[4];

    near_wait_ready(&w->here);
    for (size_t i = 0; i < SC_COUNT(asks); i++) {
        asks[i] = ask_things(&w->here, TEST_KEYS(1, 2, 99));
        assert_true(test_ask_start(asks[i]));
    }
    sc_loads_forget(w->here.f.loads, asks[1]->at); /* one leaves while it is looked for */
    w->here.f.running--;
    test_ask_destroy(asks[1]);
    test_loads_finish(&w->here.f);
    for (size_t i = 0; i < SC_COUNT(asks); i++) {
        if (i == 1)
            continue;
        assert_true(has_name(asks[i], 1, "thing 2"));
        if (i > 0)
            assert_ptr_equal(test_row_of(&asks[i]->at[0], 0, 0),
                             test_row_of(&asks[0]->at[0], 0, 0));
    }
    for (size_t i = 0; i < SC_COUNT(asks); i++)
        if (i != 1)
            test_ask_destroy(asks[i]);
}

/* All leave, with what was looked for, and what has no time left fails. */
static void who_leaves_leaves_nothing_behind(void **state)
{
    struct world *w = *state;
    struct test_ask *leaves = ask_things(&w->here, TEST_KEYS(1, 2));
    struct test_ask *hurries = ask_things(&w->here, TEST_KEYS(3));

    near_wait_ready(&w->here);
    kill(w->server.process.pid, SIGSTOP);
    assert_true(test_ask_start(leaves));
    hurries->rq.deadline = sc_deadline_in(1);
    assert_true(test_ask_start(hurries));
    sc_loads_forget(w->here.f.loads, leaves->at);
    w->here.f.running--;
    test_ask_destroy(leaves);
    test_loads_finish(&w->here.f);
    kill(w->server.process.pid, SIGCONT);
    assert_int_equal(hurries->at[0].status, SC_TIMEOUT);
    test_ask_destroy(hurries);
    assert_true(is_named(&w->here, 1, "thing 1"));
}

static void a_redis_that_is_gone_is_done_without(void **state)
{
    struct world *w = *state;
    struct test_ask *ask = ask_things(&w->here, TEST_KEYS(1, 2, 3));

    near_wait_ready(&w->here);
    kill(w->server.process.pid, SIGSTOP);
    test_ask_run(ask);
    assert_true(has_name(ask, 2, "thing 3"));
    test_ask_destroy(ask);
    for (int64_t id = 4; id <= THINGS; id++) { /* until the breaker is open, and then */
        ask = ask_things(&w->here, &id, 1);
        test_ask_run(ask);
        assert_true(has_name(ask, 0, "thing"));
        test_ask_destroy(ask);
    }
    test_redis_kill(&w->server);
    sc_l1_forget_all(w->here.f.l1);
    ask = ask_things(&w->here, TEST_KEYS(1));
    test_ask_run(ask);
    assert_true(has_name(ask, 0, "thing 1"));
    test_ask_destroy(ask);
    test_redis_start(&w->server);
    redisFree(w->direct);
    w->direct = sc_redis_connect(&w->place, TEST_PATIENT_MS);
    tell(w, "SET sc:tag:thing %s", "1 0 0", NULL);
    keep_old(w, &w->here, 5);
}

static void is_read(struct near *near, int64_t id)
{
    struct test_ask *ask = ask_things(near, &id, 1);

    near_wait_ready(near);
    test_ask_run(ask);
    assert_true(has_name(ask, 0, ""));
    assert_int_equal(((const struct probe_thing_find_row *)test_row_of(&ask->at[0], 0, 0))->id, id);
    test_ask_destroy(ask);
}

/* Whatever stands in the place of entries and tags, there are rows, and of that key. */
static void bytes_of_others_do_no_harm(void **state)
{
    static const char script[] =
        "local n = 0 "
        "for _, key in ipairs(redis.call('keys', 'sc:*')) do"
        "  local value = redis.call('get', key)"
        "  local kind = tonumber(ARGV[1])"
        "  if kind < 30 then value = value:sub(1, #value - kind) .. ('\\255'):rep(kind)"
        "  elseif kind < 34 then value = value:sub(1, kind - 25)"
        "  elseif kind < 38 then value = value .. ('x'):rep(kind)"
        "  else value = '' end "
        "  if not key:find('sc:tag', 1, true) or kind > 36 then redis.call('set', key, value) end "
        "  n = n + 1 "
        "end return n";
    struct world *w = *state;
    char kind[12];

    for (int k = 1; k < JUNK; k++) {
        snprintf(kind, sizeof kind, "%d", k);
        is_read(&w->here, 1 + k % THINGS);
        test_loads_idle(&w->here.f, 1);
        tell(w, "EVAL %s 0 %s", script, kind);
        sc_l1_forget_all(w->here.f.l1);
        is_read(&w->here, 1 + k % THINGS);
    }
    keep_old(w, &w->here, 5); /* it is put right by itself */
    assert_true(count_keys(w) > 0);
}

/* What L2 has is the other's key's: it is seen by the rows. */
static void rows_of_another_key_are_not_taken(void **state)
{
    static const char script[] = "local keys = redis.call('keys', 'sc:*:*') "
                                 "local all = {} "
                                 "for _, key in ipairs(keys) do"
                                 "  if not key:find('sc:tag', 1, true) then"
                                 "    all[#all + 1] = key end end "
                                 "local first = redis.call('get', all[1]) "
                                 "for i = 1, #all do"
                                 "  redis.call('set', all[i], redis.call('get', all[i + 1] or '')"
                                 "    or first) end "
                                 "return #all";
    struct world *w = *state;

    for (int64_t id = 1; id <= 3; id++)
        assert_true(is_named(&w->here, id, "thing"));
    test_loads_idle(&w->here.f, STEP_MS);
    tell(w, "EVAL %s 0", script, NULL);
    sc_l1_forget_all(w->here.f.l1);
    assert_true(is_named(&w->here, 1, "thing 1"));
    assert_true(is_named(&w->here, 2, "thing 2"));
    assert_true(is_named(&w->here, 3, "thing 3"));
}

/* A Redis that is full takes nothing; a tag is dropped all the same. */
static void a_full_redis_drops_what_is_old(void **state)
{
    struct world *w = *state;

    keep_old(w, &w->here, 7);
    tell(w, "CONFIG SET maxmemory-policy %s", "noeviction", NULL);
    tell(w, "CONFIG SET maxmemory %s", "1mb", NULL);
    drop_things(w);
    sc_l1_forget_all(w->here.f.l1);
    assert_true(is_named(&w->here, 7, "new"));
    assert_true(is_named(&w->there, 7, "new"));
}

/* Loads of a cluster that has more than one node, though each is the same. */
static void use_nodes(struct near *near)
{
    struct test_loads *f = &near->f;
    const struct sc_cluster_config nodes = {.url = sc_str_of(f->probe->database.url),
                                            .replicas = sc_str_of(f->probe->database.url),
                                            .lock_timeout_ms = PROBE_LOCK_MS};
    struct sc_loads_config config = test_loads_patient;

    sc_loads_destroy(f->loads);
    sc_cluster_destroy(f->cluster);
    assert_int_equal(sc_cluster_create(&f->probe->rq, &nodes, &f->cluster), SC_OK);
    assert_int_equal(sc_cluster_start(&f->probe->rq, f->cluster, NULL), SC_OK);
    config.cluster = f->cluster;
    config.l1 = f->l1;
    config.redis = near->redis;
    config.meters = &near->meters;
    f->loads = sc_loads_create(f->loop, &config);
    assert_non_null(f->loads);
}

static void see_new(struct near *near, int64_t id)
{
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS); /* an L1 by itself: longer */

    while (!is_named(near, id, "new")) {
        assert_false(sc_deadline_is_over(deadline));
        test_loads_idle(&near->f, STEP_MS);
    }
}

/* As of a database that was there before: its timeline is reached by no node. */
static void a_tag_of_another_history_fails_nobody(void **state)
{
    struct world *w = *state;

    use_nodes(&w->here);
    tell(w, "SET sc:tag:thing %s", "1 1 77", NULL);
    for (int i = 0; i < TRIES; i++) {
        assert_true(is_named(&w->here, 7, "thing"));
        sc_l1_forget_all(w->here.f.l1);
    }
    assert_int_equal(count_keys(w), 2); /* the tags: nothing is kept by that */
    assert_true(is_named(&w->here, 7, "thing"));
    rename_all(w, "new");
    see_new(&w->here, 7); /* nor in L1 for long */
    tell(w, "SET sc:tag:thing %s", "1 1 1", NULL);
    keep_old(w, &w->here, 7);
}

/* A value of a tag's key, "": it is not there. */
static void read_tag(struct world *w, char text[SC_L2_TAG_MAX])
{
    redisReply *reply = redisCommand(w->direct, "GET sc:tag:thing");

    snprintf(text, SC_L2_TAG_MAX, "%s", reply->type == REDIS_REPLY_STRING ? reply->str : "");
    freeReplyObject(reply);
}

/* Where there are replicas, it says how far these must be: as far as what was forgotten with it. */
static void a_tag_made_anew_waits_for_what_was_before(void **state)
{
    struct world *w = *state;
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);
    char text[SC_L2_TAG_MAX];
    struct sc_l2_tag tag;

    use_nodes(&w->here);
    test_loads_idle(&w->here.f, 2 * SC_CLUSTER_LOOK_MS); /* the primary was seen before */
    rename_all(w, "new");
    int64_t lsn = test_sql_number(w->f->probe->database.url,
                                  "select (pg_current_wal_insert_lsn() - '0/0')::bigint");
    tell(w, "FLUSHALL", NULL, NULL);
    for (read_tag(w, text); *text == '\0'; read_tag(w, text)) {
        assert_false(sc_deadline_is_over(deadline));
        sc_l1_forget_all(w->here.f.l1);
        assert_true(is_named(&w->here, 7, "new"));
        test_loads_idle(&w->here.f, STEP_MS);
    }
    assert_true(sc_l2_tag_read(sc_str_of(text), &tag));
    assert_true(tag.timeline > 0);
    assert_true(tag.lsn >= (uint64_t)lsn);
    keep_old(w, &w->here, 7);
}

/* Redis is paused for who writes: what is dropped comes before what was seen is mended. */
static void what_mends_a_tag_undoes_no_drop(void **state)
{
    struct world *w = *state;
    redisContext *dropper = sc_redis_connect(&w->place, TEST_PATIENT_MS);
    char text[SC_L2_TAG_MAX];

    near_wait_ready(&w->here);
    for (int i = 0; i < TRIES / 4; i++) {
        tell(w, "SET sc:tag:thing %s", "no tag", NULL);
        sc_l1_forget_all(w->here.f.l1);
        tell(w, "CLIENT PAUSE 100 WRITE", NULL, NULL);
        assert_int_equal(redisAppendCommand(dropper, "SET sc:tag:thing %s", "7 7 7"), REDIS_OK);
        int is_done = 0;
        while (!is_done)
            assert_int_equal(redisBufferWrite(dropper, &is_done), REDIS_OK);
        assert_true(is_named(&w->here, 7, "thing"));
        redisReply *reply = NULL;
        assert_int_equal(redisGetReply(dropper, (void **)&reply), REDIS_OK);
        freeReplyObject(reply);
        test_loads_idle(&w->here.f, STEP_MS);
        read_tag(w, text);
        assert_string_equal(text, "7 7 7");
    }
    redisFree(dropper);
    tell(w, "SET sc:tag:thing %s", "no tag", NULL);
    keep_old(w, &w->here, 7);
}

static void who_hears_of_a_drop_forgets(void **state)
{
    struct world *w = *state;

    keep_old(w, &w->here, 7);
    near_start_bus(&w->here);
    long doubts = near_metric(&w->here, "smartcart_l1_doubts_total");
    assert_true(doubts >= 1); /* of what was dropped before it heard */
    assert_true(is_named(&w->here, 7, "old"));
    drop_things(w);
    see_new(&w->here, 7);
    assert_true(near_metric(&w->here, "smartcart_l1_dropped_total") >= 2);
}

static void on_any_doubt_all_is_forgotten(void **state)
{
    static const char *const doubtful[] = {"FLUSHALL", "CLIENT KILL TYPE pubsub",
                                           "CLIENT KILL TYPE normal SKIPME yes"};
    struct world *w = *state;

    near_start_bus(&w->here);
    for (size_t i = 0; i < SC_COUNT(doubtful); i++) {
        struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);
        near_wait_connected(&w->here);
        long doubts = near_metric(&w->here, "smartcart_l1_doubts_total");
        assert_true(is_named(&w->here, 7, "thing"));
        tell(w, doubtful[i], NULL, NULL);
        while (near_metric(&w->here, "smartcart_l1_doubts_total") == doubts) {
            assert_false(sc_deadline_is_over(deadline));
            test_loads_idle(&w->here.f, STEP_MS);
        }
        int64_t misses = sc_l1_stats(w->here.f.l1).misses;
        assert_true(is_named(&w->here, 7, "thing"));
        assert_true(sc_l1_stats(w->here.f.l1).misses > misses);
    }
}

/* Rights may forbid it: hints go on, and L1 looks again by itself, sooner. */
static void where_tracking_is_refused_l1_forgets_by_itself(void **state)
{
    struct world *w = *state;

    tell(w, "ACL SETUSER default %s", "-client|tracking", NULL);
    near_start_bus(&w->here);
    assert_int_equal(near_metric(&w->here, "smartcart_l1_is_told"), 0);
    tell(w, "ACL SETUSER default %s", "+client|tracking", NULL);
    tell(w, "CLIENT KILL TYPE pubsub", NULL, NULL); /* it begins anew */
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);
    while (near_metric(&w->here, "smartcart_l1_is_told") == 0) {
        assert_false(sc_deadline_is_over(deadline));
        test_loads_idle(&w->here.f, STEP_MS);
    }
}

/* One of its two connections is answered no more, and it does not wait for that to be told. */
static void a_frozen_redis_is_a_doubt(void **state)
{
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);
    struct world *w = *state;

    near_start_bus(&w->here);
    long doubts = near_metric(&w->here, "smartcart_l1_doubts_total");
    kill(w->server.process.pid, SIGSTOP);
    while (near_metric(&w->here, "smartcart_l1_doubts_total") == doubts) {
        assert_false(sc_deadline_is_over(deadline));
        test_loads_idle(&w->here.f, STEP_MS);
    }
    kill(w->server.process.pid, SIGCONT);
}

#define an_l2_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        an_l2_test(what_one_has_read_another_has_from_redis),
        an_l2_test(what_is_dropped_is_read_anew),
        an_l2_test(a_redis_that_forgets_brings_nothing_back),
        an_l2_test(nothing_is_kept_as_well),
        an_l2_test(only_what_is_missing_is_read),
        an_l2_test(rows_are_the_same),
        an_l2_test(one_looks_for_all_who_come_meanwhile),
        an_l2_test(who_leaves_leaves_nothing_behind),
        an_l2_test(a_redis_that_is_gone_is_done_without),
        an_l2_test(bytes_of_others_do_no_harm),
        an_l2_test(rows_of_another_key_are_not_taken),
        an_l2_test(a_full_redis_drops_what_is_old),
        an_l2_test(a_tag_of_another_history_fails_nobody),
        an_l2_test(a_tag_made_anew_waits_for_what_was_before),
        an_l2_test(what_mends_a_tag_undoes_no_drop),
        an_l2_test(who_hears_of_a_drop_forgets),
        an_l2_test(on_any_doubt_all_is_forgotten),
        an_l2_test(where_tracking_is_refused_l1_forgets_by_itself),
        an_l2_test(a_frozen_redis_is_a_doubt),
    };

    if (!test_redis_is_there()) {
        print_message("redis-server is not installed: skipped\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, probe_group_setup, probe_group_teardown);
}
