/* The jobs of what recurs, each run as a worker runs it. */
#include <hiredis/hiredis.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/crew.h"
#include "api/helpers/redis.h"
#include "api/helpers/server.h"
#include "base/time.h"
#include "retail/history.h"
#include "store/pg.h"
#include "testing/unit.h"
#include "workers/cache_drop.h"
#include "workers/deal_expiry.h"
#include "workers/price_history.h"

enum {
    LIMIT_MS = 60 * 1000,
    TAG_MAX = 200,
};

struct fixture {
    struct test_database database;
    struct sc_request rq;
    struct sc_pg *pg;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    test_database_create(&f->database);
    const struct sc_pg_config config = {
        .url = sc_str_of(f->database.url),
        .connections = 1,
        .wait_ms = LIMIT_MS,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };
    assert_int_equal(sc_request_init(&f->rq, SC_UNIT_ARENA_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    assert_int_equal(sc_pg_create(&f->rq, &config, &f->pg), SC_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    sc_pg_destroy(f->pg);
    sc_request_finish(&f->rq);
    test_database_drop(&f->database);
    free(f);
    return 0;
}

static int64_t number(struct fixture *f, const char *sql)
{
    return test_sql_number(f->database.url, sql);
}

/* ---- deals ---- */

/* A deal of these times, from now. */
static void add_deal(struct fixture *f, const char *starts, const char *ends)
{
    char sql[600];

    snprintf(sql, sizeof sql,
             "insert into deals.deal (retailer_id, content_hash, source_id, text, kind, count, get,"
             " value, min_grams, basket_min_counts_own, audiences, starts_at, ends_at)"
             " values (1, decode(md5(random()::text), 'hex'), '1', 'a', 'unpriced', 1, 0, 0, 0,"
             " true, '{}', now() + interval '%s', now() + interval '%s')",
             starts, ends);
    test_sql(f->database.url, sql);
}

/* The tag's value; "" when there is none. */
static void read_tag(redisContext *redis, char ret_tag[TAG_MAX])
{
    redisReply *reply = redisCommand(redis, "GET sc:tag:deal");

    assert_non_null(reply);
    snprintf(ret_tag, TAG_MAX, "%s", reply->type == REDIS_REPLY_STRING ? reply->str : "");
    freeReplyObject(reply);
}

static bool is_dropped(struct fixture *f, redisContext *redis, const struct sc_redis_place *place)
{
    struct workers_cache cache = {.redis = place};
    struct sc_job_row job = {.attempt = 1};
    char before[TAG_MAX], after[TAG_MAX];

    read_tag(redis, before);
    assert_int_equal(workers_deal_expiry_run(&f->rq, f->pg, &job, &cache), SC_OK);
    read_tag(redis, after);
    return strcmp(before, after) != 0;
}

static void check_turns(struct fixture *f, redisContext *redis, const struct sc_redis_place *place)
{
    add_deal(f, "-2 days", "1 day");
    add_deal(f, "1 day", "2 days");
    add_deal(f, "-3 days", "-2 days");
    assert_false(is_dropped(f, redis, place)); /* what turned before was never kept */
    test_sql(f->database.url, "update deals.turn set done_until = now() - interval '1 minute'");
    assert_false(is_dropped(f, redis, place));
    add_deal(f, "-1 day", "-1 s"); /* one has ended */
    assert_false(is_dropped(f, redis, place));
    test_sql(f->database.url, "update deals.turn set done_until = now() - interval '1 minute'");
    assert_true(is_dropped(f, redis, place));
    assert_false(is_dropped(f, redis, place)); /* once */
    test_sql(f->database.url, "update deals.deal set ends_at = now() + interval '1 day';"
                              "update deals.turn set done_until = now() - interval '1 minute'");
    assert_false(is_dropped(f, redis, place));
    add_deal(f, "-1 s", "1 day"); /* one has begun */
    test_sql(f->database.url, "update deals.turn set done_until = now() - interval '1 minute'");
    assert_true(is_dropped(f, redis, place));
}

/* A Redis of the test's own, or the test is skipped. */
static redisContext *start_redis(struct fixture *f, struct test_redis *server,
                                 struct sc_redis_place *ret_place)
{
    if (!test_redis_is_there()) {
        print_message("there is no redis-server here\n");
        skip();
    }
    test_redis_start(server);
    assert_int_equal(sc_redis_place_read(&f->rq, f->rq.arena, sc_str_of(server->url), ret_place),
                     SC_OK);
    redisContext *redis = sc_redis_connect(ret_place, LIMIT_MS);
    assert_non_null(redis);
    return redis;
}

static void deals_are_forgotten_at_their_minute(void **state)
{
    struct fixture *f = *state;
    struct test_redis server = {.folder = ""};
    struct sc_redis_place place;

    redisContext *redis = start_redis(f, &server, &place);
    check_turns(f, redis, &place);
    redisFree(redis);
    test_redis_remove(&server);
}

/* Then it is done again. */
static void what_redis_did_not_hear_is_not_done(void **state)
{
    struct fixture *f = *state;
    const struct sc_redis_place nowhere = {.path = "/dev/null/nowhere"};
    struct workers_cache cache = {.redis = &nowhere};
    struct sc_job_row job = {.attempt = 1};

    add_deal(f, "-1 day", "-1 s");
    test_sql(f->database.url, "update deals.turn set done_until = now() - interval '1 hour'");
    assert_int_equal(workers_deal_expiry_run(&f->rq, f->pg, &job, &cache), SC_UNAVAILABLE);
    assert_int_equal(number(f, "select count(*) from deals.turn where done_until < now() - "
                               "interval '1 minute'"),
                     1);
    sc_failure_clear(&f->rq);
    cache.redis = NULL; /* there is none to hear it */
    assert_int_equal(workers_deal_expiry_run(&f->rq, f->pg, &job, &cache), SC_OK);
    assert_int_equal(number(f, "select count(*) from deals.turn where done_until > now() - "
                               "interval '1 minute'"),
                     1);
}

/* ---- the cache ---- */

static long long count_entries(redisContext *redis)
{
    redisReply *reply = redisCommand(redis, "KEYS sc:[0-9a-f]*:*");

    assert_true(reply != NULL && reply->type == REDIS_REPLY_ARRAY);
    long long count = (long long)reply->elements;
    freeReplyObject(reply);
    return count;
}

/* A worker of the program does it. */
static void warm(struct fixture *f, const char *redis_url)
{
    static const char *const words[] = {"work", "--threads", "1", "--port", "0", NULL};
    char url[sizeof "SMARTCART_DATABASE_URL=" + TEST_URL_MAX], redis[200];
    const char *environment[] = {url, redis, NULL};
    const struct test_run run = {.words = words, .environment = environment};
    struct test_process worker;
    struct test_result result;

    snprintf(url, sizeof url, "SMARTCART_DATABASE_URL=%s", f->database.url);
    snprintf(redis, sizeof redis, "SMARTCART_REDIS_URL=%s", redis_url);
    test_sql(f->database.url, "insert into jobs.job (queue, kind, payload) select queue, kind, "
                              "payload from jobs.task where name = 'cache-warm'");
    test_program_start(&run, &worker);
    (void)test_read_port(worker.out, "its standard error");
    crew_wait_for(&f->database, "select count(*) from jobs.job", 0);
    kill(worker.pid, SIGTERM);
    test_program_wait(f->rq.arena, &worker, &result);
    assert_int_equal(result.exit_code, 0);
}

static void caches_are_filled(void **state)
{
    struct fixture *f = *state;
    struct test_redis server = {.folder = ""};
    struct sc_redis_place place;

    redisContext *redis = start_redis(f, &server, &place);
    test_sql(f->database.url, "insert into retail.retailer (key, name, country) values "
                              "('corner', 'Corner', 'IE')");
    warm(f, server.url);
    assert_true(count_entries(redis) > 0);
    redisFree(redis);
    test_redis_remove(&server);
    warm(f, ""); /* without Redis there is nothing to be done */
}

/* ---- the price history ---- */

#define MONTHS                                                                                    \
    "select count(*) from pg_class where relnamespace = 'retail'::regnamespace and relkind = 'r'" \
    " and relname like 'price_history_2%'"

static void months_are_made_ahead_and_dropped(void **state)
{
    struct fixture *f = *state;
    struct sc_job_row job = {.attempt = 1};
    int64_t keep_months = 12;

    test_sql(f->database.url, "select retail.price_history_open('2020-02-10')");
    assert_int_equal(number(f, MONTHS), 1);
    assert_int_equal(workers_price_history_run(&f->rq, f->pg, &job, &keep_months), SC_OK);
    assert_int_equal(number(f, MONTHS), 1 + RETAIL_HISTORY_AHEAD);
    assert_int_equal(number(f, MONTHS " and relname = 'price_history_' || to_char(now() at time "
                                      "zone 'UTC' + interval '1 month', 'YYYYMM')"),
                     1);
    assert_int_equal(workers_price_history_run(&f->rq, f->pg, &job, &keep_months), SC_OK);
    assert_int_equal(number(f, MONTHS), 1 + RETAIL_HISTORY_AHEAD);
}

static void months_follow_each_other_over_the_year(void **state)
{
    struct fixture *f = *state;
    struct retail_history_tended tended;
    int64_t now_us;

    assert_int_equal(sc_time_read(SC_STR("2031-12-31T23:59:59Z"), &now_us), SC_OK);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(retail_history_tend(&tx, 0, now_us, &tended), SC_OK);
    assert_int_equal(tended.opened, 3);
    assert_int_equal(tended.dropped, 0);
    assert_int_equal(number(f, MONTHS " and relname in ('price_history_203112', "
                                      "'price_history_203201', 'price_history_203202')"),
                     3);
}

#define a_task_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_task_test(deals_are_forgotten_at_their_minute),
        a_task_test(what_redis_did_not_hear_is_not_done),
        a_task_test(caches_are_filled),
        a_task_test(months_are_made_ahead_and_dropped),
        a_task_test(months_follow_each_other_over_the_year),
    };

    test_program_beside();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
