/*
 * rate_test.c - rates in a real Redis: the script does as src/store/rate.c does, and expires; and
 * what several who share a limit let in.
 */
#include "store/rate_tab.h"

#include <hiredis/hiredis.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/helpers/redis.h"
#include "base/time.h"
#include "property/random.h"
#include "store/rate_text.h"
#include "testing/unit.h"

enum {
    PATIENT_MS = 20 * 1000, /* on a loaded machine */
    WAIT_MS = 5000,
    STEP_MS = 5,
    CASES = 40,
    REQUESTS = 100,
};

struct crowd;

struct fixture {
    struct test_redis server;
    struct sc_request rq;
    struct sc_redis_place place;
    struct sc_metrics *metrics;
    struct sc_redis_meters meters;
    struct sc_loop *loop;
    struct sc_redis *redis;
    redisContext *direct;
    struct crowd *crowd; /* of a test that has one */
};

static void end_crowd(struct fixture *f);

static void stop_loop(void *context)
{
    sc_loop_stop(context);
}

static void run_for(struct fixture *f, int64_t ms)
{
    struct sc_loop_timer timer = {.on_time = stop_loop, .context = f->loop};

    assert_int_equal(sc_loop_timer_set(f->loop, &timer, sc_deadline_in(ms)), SC_OK);
    sc_loop_run(f->loop);
    sc_loop_timer_clear(f->loop, &timer);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    *state = f;
    test_redis_start(&f->server);
    assert_int_equal(sc_request_init(&f->rq, SC_UNIT_ARENA_CAP, sc_deadline_none()), SC_OK);
    assert_int_equal(sc_redis_place_read(&f->rq, f->rq.arena, sc_str_of(f->server.url), &f->place),
                     SC_OK);
    f->metrics = sc_metrics_create();
    assert_int_equal(sc_redis_meters_declare(f->metrics, &f->meters), SC_OK);
    f->loop = sc_loop_create();
    f->redis = sc_redis_create(f->loop, &f->place, &f->meters);
    assert_non_null(f->redis);
    while (!sc_redis_is_ready(f->redis)) /* it has its socket before it listens there */
        run_for(f, STEP_MS);
    f->direct = sc_redis_connect(&f->place, WAIT_MS);
    assert_non_null(f->direct);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    end_crowd(f);
    redisFree(f->direct);
    sc_redis_destroy(f->redis);
    sc_loop_destroy(f->loop);
    sc_metrics_destroy(f->metrics);
    sc_request_finish(&f->rq);
    test_redis_remove(&f->server);
    free(f);
    return 0;
}

static long long number_of(struct fixture *f, const char *command)
{
    redisReply *reply = redisCommand(f->direct, command);

    assert_non_null(reply);
    assert_int_equal(reply->type, REDIS_REPLY_INTEGER);
    long long number = reply->integer;
    freeReplyObject(reply);
    return number;
}

static void command(struct fixture *f, const char *text)
{
    redisReply *reply = redisCommand(f->direct, text);

    assert_non_null(reply);
    assert_int_not_equal(reply->type, REDIS_REPLY_ERROR);
    freeReplyObject(reply);
}

/* How often it was called, as Redis counts. */
static int calls_of(struct fixture *f, const char *name)
{
    redisReply *reply = redisCommand(f->direct, "INFO commandstats");
    char line[64];

    assert_non_null(reply);
    snprintf(line, sizeof line, "cmdstat_%s:calls=", name);
    const char *at = strstr(reply->str, line);
    int calls = at == NULL ? 0 : (int)strtol(at + strlen(line), NULL, 10);
    freeReplyObject(reply);
    return calls;
}

/* `with` in place of what stands once in the text. */
static char *swap(char *text, const char *what, const char *with)
{
    char *at = strstr(text, what);
    char *out = NULL;

    assert_non_null(at);
    assert_null(strstr(at + 1, what));
    assert_true(asprintf(&out, "%.*s%s%s", (int)(at - text), text, with, at + strlen(what)) > 0);
    free(text);
    return out;
}

/* The script, told what time it is, and forgetting nothing. */
static char *script_with_clock(void)
{
    char *text = strdup(sc_rate_texts[0].text);

    text = swap(text, "redis.call('TIME')", "{ARGV[7], ARGV[8]}");
    return swap(text, "math.ceil((last + 1) / 1000)", "3600000");
}

static struct sc_rate_verdict ask_script(struct fixture *f, const char *script, int caller,
                                         const struct sc_rate_charge *charge, int64_t now_us)
{
    redisReply *reply =
        redisCommand(f->direct, "EVAL %s 1 c%d %lld %lld %lld %lld %lld %lld %lld %lld", script,
                     caller, (long long)charge->takes_us[0], (long long)charge->room_us[0],
                     (long long)charge->owes_us[0], (long long)charge->takes_us[1],
                     (long long)charge->room_us[1], (long long)charge->owes_us[1],
                     (long long)(now_us / SC_SECOND_US), (long long)(now_us % SC_SECOND_US));
    struct sc_rate_verdict verdict;

    assert_non_null(reply);
    assert_int_equal(reply->type, REDIS_REPLY_ARRAY);
    assert_int_equal(reply->elements, 3);
    verdict = (struct sc_rate_verdict){
        .is_allowed = reply->element[0]->integer == 1,
        .used_us = {reply->element[1]->integer, reply->element[2]->integer},
    };
    freeReplyObject(reply);
    return verdict;
}

static struct sc_rate_plan random_plan(struct random *r)
{
    struct sc_rate_plan plan = {.shares = 1};

    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        struct sc_rate_limit *limit = &plan.of[i];
        limit->per_s = (int32_t)(1 + below(r, SC_RATE_PER_S_MAX));
        limit->most = (int32_t)(1 + below(r, 1000));
        limit->burst = limit->most + (int32_t)below(r, 5000);
    }
    return plan;
}

/* Rushes, pauses, and a clock that is set back now and then; a plan that changes in between. */
static void the_script_does_as_the_c_does(void **state)
{
    struct fixture *f = *state;
    struct random r = {.state = 20261126};
    char *script = script_with_clock();
    int allowed = 0, refused = 0;

    for (int c = 0; c < CASES; c++) {
        struct sc_rate_plan plan = random_plan(&r);
        struct sc_rate_state caller = {0};
        int64_t now_us = SC_DAY_US * 20783; /* of this century: as large as they get */
        for (int i = 0; i < REQUESTS; i++) {
            const struct sc_rate_limit *points = &plan.of[SC_RATE_POINTS];
            const int64_t asked[SC_RATE_BUCKETS] = {below(&r, plan.of[SC_RATE_REQUESTS].most + 1),
                                                    below(&r, points->most + 1)};
            if (!one_in(&r, 3))
                now_us += below(&r, 2 * SC_SECOND_US * points->most / points->per_s + 1);
            if (one_in(&r, 50))
                now_us -= below(&r, 10 * SC_SECOND_US);
            if (one_in(&r, 50))
                plan = random_plan(&r);
            struct sc_rate_charge charge = sc_rate_charge_of(&plan, asked);
            for (int b = 0; b < SC_RATE_BUCKETS && one_in(&r, 4); b++)
                charge.owes_us[b] = below(&r, charge.room_us[b] / 4 + 1);
            struct sc_rate_verdict want = sc_rate_take(&caller, &charge, now_us);
            struct sc_rate_verdict got = ask_script(f, script, c, &charge, now_us);
            assert_int_equal(got.is_allowed, want.is_allowed);
            for (int b = 0; b < SC_RATE_BUCKETS; b++)
                assert_int_equal(got.used_us[b], want.used_us[b]);
            allowed += want.is_allowed;
            refused += !want.is_allowed;
        }
    }
    assert_true(allowed > 100 && refused > 100);
    free(script);
}

struct look {
    struct sc_rate_ask ask;
    bool is_over, has_verdict;
    struct sc_rate_verdict verdict;
};

static void on_answer(void *context, const struct sc_rate_verdict *verdict)
{
    struct look *look = context;

    assert_false(look->is_over);
    look->is_over = true;
    look->has_verdict = verdict != NULL;
    if (verdict != NULL)
        look->verdict = *verdict;
}

/* Three at once, and one more each ten seconds. */
static struct sc_rate_charge slow_charge(int64_t points)
{
    static const struct sc_rate_plan plan = {
        .of = {{.per_s = 1, .burst = 30, .most = 10}, {.per_s = 10, .burst = 5000, .most = 1000}},
        .shares = 1,
    };
    const int64_t asked[SC_RATE_BUCKETS] = {10, points};

    return sc_rate_charge_of(&plan, asked);
}

/* Until Redis has a verdict, which an idle machine gives to the first ask. */
static struct sc_rate_verdict take(struct fixture *f, const char *key,
                                   const struct sc_rate_charge *charge)
{
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);
    struct look look = {0};

    while (!look.has_verdict) {
        assert_false(sc_deadline_is_over(deadline));
        look = (struct look){.ask = {.key = sc_str_of(key),
                                     .charge = *charge,
                                     .on_answer = on_answer,
                                     .context = &look}};
        if (!sc_rate_ask(f->redis, &look.ask)) {
            run_for(f, STEP_MS);
            continue;
        }
        assert_false(look.is_over);
        while (!look.is_over)
            run_for(f, STEP_MS);
    }
    return look.verdict;
}

static void a_limit_is_kept_in_redis_and_expires(void **state)
{
    struct fixture *f = *state;
    const struct sc_rate_charge charge = slow_charge(100), all = slow_charge(1000);

    struct sc_rate_verdict got = take(f, "anna", &charge);
    assert_true(got.is_allowed);
    assert_in_range(number_of(f, "PTTL anna"), 1, 10 * 1000);
    while (got.is_allowed)
        got = take(f, "anna", &charge);
    assert_in_range(number_of(f, "PTTL anna"), 10 * 1000, 30 * 1000);
    assert_in_range(sc_rate_wait_us(&got, &charge), 1, 10 * SC_SECOND_US);
    int64_t points_us = got.used_us[SC_RATE_POINTS];
    for (int i = 0; i < 5; i++) { /* refused by requests, no points are taken */
        got = take(f, "anna", &all);
        assert_false(got.is_allowed);
        assert_true(got.used_us[SC_RATE_POINTS] <= points_us);
    }
    assert_true(take(f, "bob", &charge).is_allowed);
    assert_int_equal(number_of(f, "DBSIZE"), 2);
}

static void the_script_is_sent_when_redis_does_not_know_it(void **state)
{
    struct fixture *f = *state;
    const struct sc_rate_charge charge = slow_charge(1);

    assert_true(take(f, "a", &charge).is_allowed);
    assert_true(take(f, "b", &charge).is_allowed);
    assert_true(take(f, "c", &charge).is_allowed);
    int told = calls_of(f, "eval");
    assert_true(calls_of(f, "evalsha") >= 3);
    assert_true(told >= 1);
    command(f, "SCRIPT FLUSH");
    assert_true(take(f, "d", &charge).is_allowed);
    assert_int_equal(calls_of(f, "eval"), told + 1);
    assert_true(take(f, "e", &charge).is_allowed);
    assert_int_equal(calls_of(f, "eval"), told + 1);
}

static void what_is_none_of_ours_is_overwritten(void **state)
{
    struct fixture *f = *state;
    const struct sc_rate_charge charge = slow_charge(1);

    command(f, "SET odd gibberish");
    assert_true(take(f, "odd", &charge).is_allowed);
    assert_true(number_of(f, "PTTL odd") > 0);
}

/* No verdict, and soon: who asks goes on without. */
static void a_frozen_redis_has_no_verdict(void **state)
{
    struct fixture *f = *state;
    const struct sc_rate_charge charge = slow_charge(1);
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);
    bool was_asked = true;

    take(f, "a", &charge);
    kill(f->server.process.pid, SIGSTOP);
    while (was_asked) {
        struct look look = {
            .ask = {
                .key = SC_STR("a"), .charge = charge, .on_answer = on_answer, .context = &look}};
        was_asked = sc_rate_ask(f->redis, &look.ask);
        while (was_asked && !look.is_over) {
            assert_false(sc_deadline_is_over(deadline));
            run_for(f, STEP_MS);
        }
        assert_false(look.has_verdict);
    }
    kill(f->server.process.pid, SIGCONT);
    take(f, "a", &charge);
}

/* Processes that share one limit, each with what it knows itself. */

enum {
    SHARERS = 4,
    BURST = 160,
    POINTS_BURST = 1600,
    POINTS_MOST = 40,
    SLACK = BURST / SC_RATE_SLACK,
    POINTS_SLACK = POINTS_BURST / SC_RATE_SLACK,
    ASKS_MAX = 4000,
    REFUSED_MAX = 200, /* in a row: then no more comes */
};

struct sharer {
    struct sc_redis *redis;
    struct sc_rate_table *table;
    struct sc_rate_tab *tab;
};

struct hammer {
    struct sc_rate_bill bill;
    struct crowd *crowd;
    int64_t points;
};

/* One caller at all of them; one request and one point a second come back. */
struct crowd {
    struct fixture *f;
    struct sharer sharers[SHARERS];
    struct hammer hammers[ASKS_MAX];
    int asks, waiting, lent, judged, unanswered, refused_in_row;
    int64_t requests, points; /* let in */
    int64_t start_us;
    struct sc_rate_verdict last;
};

static void begin_sharer(struct fixture *f, struct sharer *s)
{
    s->redis = sc_redis_create(f->loop, &f->place, &f->meters);
    s->table = sc_rate_table_create(1);
    s->tab = sc_rate_tab_create(
        f->loop,
        &(struct sc_rate_tab_config){.redis = s->redis, .table = s->table, .sharers = SHARERS});
    assert_true(s->redis != NULL && s->table != NULL && s->tab != NULL);
    while (!sc_redis_is_ready(s->redis))
        run_for(f, STEP_MS);
}

static struct crowd *begin_crowd(struct fixture *f)
{
    struct crowd *crowd = calloc(1, sizeof *crowd);

    assert_non_null(crowd);
    f->crowd = crowd;
    crowd->f = f;
    for (int i = 0; i < SHARERS; i++)
        begin_sharer(f, &crowd->sharers[i]);
    crowd->start_us = sc_monotonic_us();
    return crowd;
}

static void end_crowd(struct fixture *f)
{
    for (int i = 0; i < SHARERS && f->crowd != NULL; i++) {
        const struct sharer *s = &f->crowd->sharers[i];
        sc_redis_destroy(s->redis);
        sc_rate_tab_destroy(s->tab);
        sc_rate_table_destroy(s->table);
    }
    free(f->crowd);
    f->crowd = NULL;
}

static void note_verdict(struct crowd *crowd, const struct sc_rate_verdict *verdict, int64_t points)
{
    crowd->last = *verdict;
    crowd->refused_in_row = verdict->is_allowed ? 0 : crowd->refused_in_row + 1;
    crowd->requests += verdict->is_allowed;
    crowd->points += verdict->is_allowed ? points : 0;
}

/* Without an answer nobody is let in here, though a process would by its own share. */
static void is_judged(void *context, const struct sc_rate_verdict *verdict)
{
    struct hammer *hammer = context;

    hammer->crowd->waiting--;
    hammer->crowd->judged += verdict != NULL;
    hammer->crowd->unanswered += verdict == NULL;
    if (verdict != NULL)
        note_verdict(hammer->crowd, verdict, hammer->points);
}

static enum sc_rate_charged ask_sharer(struct crowd *crowd, int number, int64_t points)
{
    static const struct sc_rate_plan plan = {
        .of = {{.per_s = 1, .burst = BURST, .most = 1},
               {.per_s = 1, .burst = POINTS_BURST, .most = POINTS_MOST}},
        .shares = 1,
    };
    const int64_t asked[SC_RATE_BUCKETS] = {1, points};
    struct hammer *hammer = &crowd->hammers[crowd->asks++];
    struct sc_rate_verdict verdict;

    assert_in_range(crowd->asks, 1, ASKS_MAX);
    *hammer = (struct hammer){
        .bill = {.key = SC_STR("one caller"),
                 .charge = sc_rate_charge_of(&plan, asked),
                 .on_answer = is_judged,
                 .context = hammer},
        .crowd = crowd,
        .points = points,
    };
    enum sc_rate_charged charged =
        sc_rate_tab_charge(crowd->sharers[number].tab, &hammer->bill, &verdict);
    crowd->waiting += charged == SC_RATE_ASKED;
    crowd->lent += charged == SC_RATE_LENT;
    if (charged == SC_RATE_LENT) {
        note_verdict(crowd, &verdict, points);
        assert_true(verdict.used_us[SC_RATE_REQUESTS] <= (BURST - SLACK) * SC_SECOND_US);
        assert_true(verdict.used_us[SC_RATE_POINTS] <=
                    (POINTS_BURST - POINTS_SLACK) * SC_SECOND_US);
    }
    return charged;
}

/* All answers are there, and Redis was told of all. */
static void settle_crowd(struct crowd *crowd)
{
    do
        run_for(crowd->f, 2 * SC_RATE_TAB_MS);
    while (crowd->waiting > 0);
}

/* Until one has told Redis of all, and knows what it says: a machine may be too slow for that. */
static void make_known(struct crowd *crowd, int number)
{
    while (ask_sharer(crowd, number, 0) != SC_RATE_LENT)
        settle_crowd(crowd);
    settle_crowd(crowd);
}

/* Redis judges it, sooner or later. */
static void judge(struct crowd *crowd, int number)
{
    int judged = crowd->judged;

    while (crowd->judged == judged) {
        assert_int_not_equal(ask_sharer(crowd, number, 0), SC_RATE_LENT);
        settle_crowd(crowd);
    }
}

/* So often, and no more. */
static void await_calls(struct crowd *crowd, int calls)
{
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);

    do {
        assert_false(sc_deadline_is_over(deadline));
        settle_crowd(crowd);
    } while (calls_of(crowd->f, "evalsha") < calls);
    assert_int_equal(calls_of(crowd->f, "evalsha"), calls);
}

static void check_bound(const struct crowd *crowd)
{
    int64_t passed_s = (sc_monotonic_us() - crowd->start_us) / SC_SECOND_US + 1;

    assert_in_range(crowd->requests, 0, BURST + SLACK + passed_s);
    assert_in_range(crowd->points, 0, POINTS_BURST + POINTS_SLACK + passed_s);
}

static void who_is_far_from_its_limit_does_not_wait(void **state)
{
    struct fixture *f = *state;
    struct crowd *crowd = begin_crowd(f);

    assert_int_equal(ask_sharer(crowd, 0, 10), SC_RATE_ASKED); /* it is unknown */
    settle_crowd(crowd);
    make_known(crowd, 0);
    int asks = calls_of(f, "evalsha");
    int64_t points_us = crowd->last.used_us[SC_RATE_POINTS];
    for (int i = 1; i <= SLACK / SHARERS; i++) {
        assert_int_equal(ask_sharer(crowd, 0, 10), SC_RATE_LENT);
        assert_in_range(crowd->last.used_us[SC_RATE_POINTS] - points_us + SC_SECOND_US,
                        (10 * i) * SC_SECOND_US, (10 * i + 1) * SC_SECOND_US);
    }
    assert_int_equal(calls_of(f, "evalsha"), asks);
    assert_int_equal(ask_sharer(crowd, 0, 10), SC_RATE_ASKED); /* more than its share */
    await_calls(crowd, asks + 1);                              /* with what is owed */
    make_known(crowd, 0);
    assert_int_equal(ask_sharer(crowd, 0, 1), SC_RATE_LENT);
    assert_int_equal(ask_sharer(crowd, 0, 1), SC_RATE_LENT);
    asks = calls_of(f, "evalsha");
    await_calls(crowd, asks + 1); /* together */
    check_bound(crowd);
}

/* Each lends what it may, all at once, when another has just let in all that there was. */
static void what_is_lent_beyond_the_limit_is_bounded_and_paid_back(void **state)
{
    struct fixture *f = *state;
    struct crowd *crowd = begin_crowd(f);

    for (int i = 0; i < SHARERS; i++)
        make_known(crowd, i);
    while (crowd->refused_in_row == 0) {
        ask_sharer(crowd, 0, 0);
        settle_crowd(crowd);
    }
    assert_true(crowd->requests + crowd->unanswered >= BURST);
    int64_t full = crowd->requests;
    for (int i = 1; i < SHARERS; i++)
        while (ask_sharer(crowd, i, 0) == SC_RATE_LENT)
            continue;
    assert_in_range(crowd->requests - full, 1, SLACK - SLACK / SHARERS);
    settle_crowd(crowd);
    check_bound(crowd);
    int64_t let_in = crowd->requests;
    for (int i = 0; i < SHARERS; i++) {
        judge(crowd, i);
        assert_false(crowd->last.is_allowed);
        assert_true(crowd->last.used_us[SC_RATE_REQUESTS] > BURST * SC_SECOND_US);
    }
    assert_int_equal(crowd->requests, let_in);
}

/* Of any price, at any of them, with or without waiting, until nothing comes through. */
static void however_they_are_asked_they_let_in_the_limit_and_its_slack(void **state)
{
    struct random r = {.state = 20261127};

    for (int c = 0; c < CASES; c++) {
        struct fixture *f = *state;
        struct crowd *crowd = begin_crowd(f);
        int64_t price = c % 2 == 0 ? 2 : POINTS_MOST + 1; /* which bucket is full first */
        while (crowd->refused_in_row < REFUSED_MAX) {
            ask_sharer(crowd, (int)below(&r, SHARERS), below(&r, price));
            if (one_in(&r, 5))
                run_for(f, below(&r, 3));
            if (one_in(&r, 50))
                settle_crowd(crowd);
        }
        settle_crowd(crowd);
        check_bound(crowd);
        assert_true(crowd->lent > 0);
        assert_true(crowd->requests + crowd->unanswered >= BURST - 1 ||
                    crowd->points + crowd->unanswered * POINTS_MOST >= POINTS_BURST - POINTS_MOST);
        end_crowd(f);
        command(f, "FLUSHALL");
    }
}

/* What is under way ends, and who asks is told. */
static void a_tab_without_redis_lends_nothing(void **state)
{
    struct fixture *f = *state;
    struct crowd *crowd = begin_crowd(f);

    make_known(crowd, 0);
    assert_int_equal(ask_sharer(crowd, 0, 0), SC_RATE_LENT);
    kill(f->server.process.pid, SIGSTOP);
    while (sc_redis_is_ready(crowd->sharers[0].redis)) {
        ask_sharer(crowd, 0, POINTS_MOST);
        run_for(f, STEP_MS);
    }
    int lent = crowd->lent;
    assert_int_equal(crowd->waiting, 0);
    assert_int_equal(ask_sharer(crowd, 0, 0), SC_RATE_AWAY);
    kill(f->server.process.pid, SIGCONT);
    while (!sc_redis_is_ready(crowd->sharers[0].redis))
        run_for(f, STEP_MS);
    assert_int_equal(ask_sharer(crowd, 0, 0), SC_RATE_ASKED);
    assert_int_equal(crowd->lent, lent);
    make_known(crowd, 0);
}

#define a_redis_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_redis_test(the_script_does_as_the_c_does),
        a_redis_test(a_limit_is_kept_in_redis_and_expires),
        a_redis_test(the_script_is_sent_when_redis_does_not_know_it),
        a_redis_test(what_is_none_of_ours_is_overwritten),
        a_redis_test(a_frozen_redis_has_no_verdict),
        a_redis_test(who_is_far_from_its_limit_does_not_wait),
        a_redis_test(what_is_lent_beyond_the_limit_is_bounded_and_paid_back),
        a_redis_test(however_they_are_asked_they_let_in_the_limit_and_its_slack),
        a_redis_test(a_tab_without_redis_lends_nothing),
    };

    if (!test_redis_is_there()) {
        print_message("redis-server is not installed: skipped\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
