/* What servers keep of the catalogue, when an import has changed it. */
#include <hiredis/hiredis.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/helpers/catalogue.h"
#include "api/helpers/graphql.h"
#include "api/helpers/probe.h"
#include "api/helpers/redis.h"
#include "store/tags.h"
#include "workers/cache_drop.h"

enum {
    WAIT_MS = 20 * 1000, /* an L1 by itself would keep it longer */
    STEP_MS = 20,
    TRIES = 3,
};

static struct test_redis redis;

static int setup(void **state)
{
    test_redis_start(&redis);
    setenv("SMARTCART_REDIS_URL", redis.url, 1);
    return catalogue_setup(state);
}

static int teardown(void **state)
{
    unsetenv("SMARTCART_REDIS_URL");
    test_redis_remove(&redis);
    redis = (struct test_redis){0};
    return catalogue_teardown(state);
}

/* Milk, on a day of July 2025: the file's path. */
static const char *put_milk(struct catalogue *c, int day, const char *price)
{
    struct sc_str name = sc_arena_printf(c->arena, "konzum-1-2025-07-%02d.csv", day);
    struct sc_str rows =
        sc_arena_printf(c->arena, "1,MLIJEKO 1L,3850334043641,%s,,DUKAT,HRANA,1.00 l,ko\n", price);

    return catalogue_put_prices(c, name.at, rows.at);
}

static void import_milk(struct catalogue *c, int day, const char *price)
{
    catalogue_import_one(c, put_milk(c, day, price));
}

static int64_t price_of_milk(struct catalogue *c, const struct test_serving *serving)
{
    json_t *answer = test_ask(c->arena, serving,
                              "{ productByGtin(gtin: \"3850334043641\")"
                              " { prices { nodes { price { minor } } } } }",
                              NULL);

    test_is_clean(answer);
    int64_t minor = test_int_at(answer, "data.productByGtin.prices.nodes.0.price.minor");
    json_decref(answer);
    return minor;
}

static void start(struct catalogue *c, struct test_serving *serving)
{
    static const char *const words[] = {"serve", "--port", "0", NULL};

    /* Its workers would do what the importer is to do at once. */
    test_serve_start(&(struct test_serve){.database_url = c->database.url,
                                          .log_path = "/dev/null",
                                          .words = words,
                                          .setting = "SMARTCART_WORKERS=0"},
                     serving);
}

static void what_is_imported_is_seen_at_once(void **state)
{
    struct catalogue *c = *state;
    struct test_serving serving;
    struct sc_deadline deadline = sc_deadline_in(WAIT_MS);

    import_milk(c, 3, "1.50");
    start(c, &serving);
    assert_int_equal(price_of_milk(c, &serving), 150);
    test_sql(c->database.url, "update retail.price set price_minor = 160");
    assert_int_equal(price_of_milk(c, &serving), 150); /* nobody told it */
    test_sql(c->database.url, "update retail.price set price_minor = 150");
    import_milk(c, 4, "1.70");
    while (price_of_milk(c, &serving) != 170) {
        assert_false(sc_deadline_is_over(deadline));
        (void)poll(NULL, 0, STEP_MS);
    }
    test_serve_stop(c->arena, &serving);
}

struct tags {
    struct sc_request rq;
    struct workers_cache cache;
    struct sc_redis_place place;
    struct sc_pg *pg;
};

static void open_tags(struct catalogue *c, struct tags *tags)
{
    *tags = (struct tags){0};
    assert_int_equal(sc_request_init(&tags->rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    assert_int_equal(
        sc_redis_place_read(&tags->rq, tags->rq.arena, sc_str_of(redis.url), &tags->place), SC_OK);
    tags->cache.redis = &tags->place;
    const struct sc_pg_config pg = {
        .url = sc_str_of(c->database.url), .connections = 3, .wait_ms = WAIT_MS};
    assert_int_equal(sc_pg_create(&tags->rq, &pg, &tags->pg), SC_OK);
}

static void close_tags(struct tags *tags)
{
    sc_pg_destroy(tags->pg);
    sc_request_finish(&tags->rq);
}

static uint64_t generation_of(const struct tags *tags, const char *tag)
{
    redisContext *link = sc_redis_connect(&tags->place, WAIT_MS);
    redisReply *reply = redisCommand(link, "GET " SC_TAG_PREFIX "%s", tag);
    struct sc_l2_tag read = {0};

    if (reply->type == REDIS_REPLY_STRING)
        assert_true(sc_l2_tag_read((struct sc_str){reply->str, reply->len}, &read));
    freeReplyObject(reply);
    redisFree(link);
    return read.generation;
}

static enum sc_status run_job(struct catalogue *c, struct tags *tags)
{
    char *payload = test_sql_text(c->database.url,
                                  "select payload from jobs.job where kind = 'cache_drop' limit 1");
    struct sc_job_row job = {.taken_us = sc_monotonic_us(),
                             .payload = sc_arena_str(tags->rq.arena, sc_str_of(payload))};

    free(payload);
    sc_failure_clear(&tags->rq);
    return workers_cache_run(&tags->rq, tags->pg, &job, &tags->cache);
}

/* Whoever dies behind the commit has left a job that does it; and that drops again. */
static void a_job_stands_for_who_has_died(void **state)
{
    struct catalogue *c = *state;
    struct tags tags;

    open_tags(c, &tags);
    assert_true(generation_of(&tags, "price") == 0);
    import_milk(c, 3, "1.50");
    uint64_t first = generation_of(&tags, "price");
    assert_true(first != 0 && generation_of(&tags, "deal") != 0);
    assert_true(catalogue_number(c, "select count(*) from jobs.job where kind = 'cache_drop'") > 0);
    assert_int_equal(run_job(c, &tags), SC_OK);
    assert_true(generation_of(&tags, "price") != first);
    close_tags(&tags);
}

/*
 * Two that change the catalogue at the same time, of which one is committed only when the other's
 * job has been run, and dies right behind that.
 */
static void what_is_committed_late_is_dropped_after(void **state)
{
    struct catalogue *c = *state;
    struct tags tags;

    open_tags(c, &tags);
    {
        SC_SCOPED(sc_tx) late = sc_tx_begin(tags.pg, &tags.rq);
        SC_SCOPED(sc_tx) soon = sc_tx_begin(tags.pg, &tags.rq);
        assert_int_equal(workers_cache_changes(&soon), SC_OK);
        assert_int_equal(sc_tx_commit(&soon), SC_OK);
        assert_int_equal(workers_cache_changes(&late), SC_OK);
        assert_int_equal(run_job(c, &tags), SC_OK);
        test_sql(c->database.url, "delete from jobs.job"); /* as its end does */
        assert_int_equal(sc_tx_commit(&late), SC_OK);
    }
    uint64_t before = generation_of(&tags, "price");
    assert_true(before != 0);
    assert_int_equal(catalogue_number(c, "select count(*) from jobs.job"), 1);
    assert_int_equal(run_job(c, &tags), SC_OK);
    assert_true(generation_of(&tags, "price") != before);
    close_tags(&tags);
}

/* Each file leaves a job, and so do the two looks at the end; taken together, they drop once. */
static void many_files_are_few_drops(void **state)
{
    struct catalogue *c = *state;
    struct sc_str path = sc_arena_str(c->arena, sc_str_of(c->folder));
    const char *words[] = {"--json", path.at, NULL};
    struct sc_job_row job = {.payload = SC_STR("{}")};
    struct tags tags;
    int files = 8;

    for (int day = 3; day < 3 + files; day++)
        catalogue_put_prices(c,
                             sc_arena_printf(c->arena, "konzum-%d-2025-07-%02d.csv", day, day).at,
                             "1,MLIJEKO 1L,3850334043641,1.50,,DUKAT,HRANA,1.00 l,ko\n");
    assert_int_equal(catalogue_import(c, words).exit_code, 0);
    assert_int_equal(catalogue_number(c, "select count(*) from jobs.job where kind = 'cache_drop'"),
                     files + 2);
    open_tags(c, &tags);
    uint64_t before = generation_of(&tags, "price"), generation = before;
    job.taken_us = sc_monotonic_us() - 1; /* a moment before the first begins */
    for (int i = 0; i < files; i++) {
        assert_int_equal(workers_cache_run(&tags.rq, tags.pg, &job, &tags.cache), SC_OK);
        if (i == 0)
            generation = generation_of(&tags, "price");
        assert_true(generation_of(&tags, "price") == generation);
    }
    assert_true(generation != before);
    job.taken_us = sc_monotonic_us(); /* it may have been committed since */
    assert_int_equal(workers_cache_run(&tags.rq, tags.pg, &job, &tags.cache), SC_OK);
    assert_true(generation_of(&tags, "price") != generation);
    close_tags(&tags);
}

static void without_redis_an_import_is_an_import(void **state)
{
    struct catalogue *c = *state;
    struct tags tags;

    const char *words[] = {put_milk(c, 3, "1.50"), NULL};

    open_tags(c, &tags);
    test_redis_kill(&redis);
    assert_int_equal(catalogue_import(c, words).exit_code, 0);
    assert_int_equal(run_job(c, &tags), SC_UNAVAILABLE); /* it is tried again later */
    test_redis_start(&redis);
    assert_int_equal(run_job(c, &tags), SC_OK);
    close_tags(&tags);
}

/* Runs `smartcart cache` with one or two words: what it says. */
static struct sc_str cache(struct catalogue *c, const char *verb, const char *tag, int exit_code)
{
    const char *words[] = {"cache", verb, tag, NULL};
    const char *environment[] = {c->environment, NULL};
    struct test_run run = {.words = words, .environment = environment};
    struct test_result result;

    test_program_run(c->arena, &run, &result);
    assert_int_equal(result.exit_code, exit_code);
    return exit_code == 0 ? result.out : result.err;
}

/* The entries that stats tells of a loader. */
static long entries_of(struct catalogue *c, const char *loader)
{
    struct sc_str out = cache(c, "stats", NULL, 0);
    ptrdiff_t at = sc_str_find(out, sc_arena_printf(c->arena, "\n%s ", loader));

    assert_true(at >= 0);
    return strtol(out.at + at + 1 + strlen(loader), NULL, 10);
}

/* A server tells the name that a retailer had when it was warmed, not what it became since. */
static bool is_told_as_warmed(struct catalogue *c)
{
    struct test_serving serving;

    test_sql(c->database.url, "update retail.retailer set name = 'warmed'");
    cache(c, "drop", "retailer", 0);
    cache(c, "warm", NULL, 0);
    test_sql(c->database.url, "update retail.retailer set name = 'another'");
    start(c, &serving);
    json_t *answer = test_ask(c->arena, &serving,
                              "{ retailers { nodes { name stores { nodes { id } } } } }", NULL);
    test_is_clean(answer);
    bool is_warmed = strcmp(test_text_at(answer, "data.retailers.nodes.0.name"), "warmed") == 0;
    json_decref(answer);
    test_serve_stop(c->arena, &serving);
    return is_warmed;
}

/* What is asked for most is there before anyone asks, as a server asks for it; where Redis answers
 * too late, as on a machine with much else to do, the database is asked. */
static void what_is_warmed_is_there(void **state)
{
    struct catalogue *c = *state;
    struct tags tags;
    int tries = 1;

    import_milk(c, 3, "1.50");
    assert_int_equal(entries_of(c, "retail_retailers"), 0);
    struct sc_str told = cache(c, "warm", NULL, 0);
    assert_true(sc_str_find(told, SC_STR("deals of stores                       1 of 1")) >= 0);
    assert_int_equal(entries_of(c, "retail_retailers"), 1);
    assert_int_equal(entries_of(c, "deals_deal_by_store"), 1);
    while (!is_told_as_warmed(c))
        assert_true(tries++ < TRIES);
    open_tags(c, &tags);
    uint64_t before = generation_of(&tags, "retailer");
    cache(c, "drop", "retailer", 0);
    assert_true(generation_of(&tags, "retailer") != before);
    close_tags(&tags);
}

static void words_that_are_wrong_are_refused(void **state)
{
    struct catalogue *c = *state;

    assert_true(sc_str_find(cache(c, "drop", "milk", 2), SC_STR("no tag \"milk\"")) >= 0);
    cache(c, "drop", NULL, 2);
    cache(c, "stats", "deal", 2);
    cache(c, "fill", NULL, 2);
    test_redis_kill(&redis);
    cache(c, "stats", NULL, 1);
    cache(c, "warm", NULL, 1);
    cache(c, "drop", "deal", 1);
    test_redis_start(&redis);
}

#define a_drop_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_drop_test(what_is_imported_is_seen_at_once),
        a_drop_test(a_job_stands_for_who_has_died),
        a_drop_test(what_is_committed_late_is_dropped_after),
        a_drop_test(many_files_are_few_drops),
        a_drop_test(without_redis_an_import_is_an_import),
        a_drop_test(what_is_warmed_is_there),
        a_drop_test(words_that_are_wrong_are_refused),
    };

    if (!test_redis_is_there()) {
        print_message("redis-server is not installed: skipped\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
