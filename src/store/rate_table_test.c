#include "store/rate_table.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/macros.h"
#include "base/time.h"
#include "testing/unit.h"

enum {
    CALLERS = 512,
    KEY = 32,
    THREADS = 4,
    ASKS = 2000,
    BURST = 3000,
};

static const int64_t one[SC_RATE_BUCKETS] = {1, 10};

static struct sc_rate_charge charge_of(int32_t burst)
{
    const struct sc_rate_plan plan = {
        .of = {{.per_s = 1, .burst = burst, .most = 1},
               {.per_s = 100, .burst = 1000000, .most = 10}},
        .shares = 1,
    };

    return sc_rate_charge_of(&plan, one);
}

static struct sc_str key_of(char text[KEY], int number)
{
    int len = snprintf(text, KEY, "caller %d", number);

    return (struct sc_str){text, (size_t)len};
}

static void each_caller_has_buckets_of_its_own(void **state)
{
    struct sc_rate_table *table = sc_rate_table_create(CALLERS);
    const struct sc_rate_charge charge = charge_of(2);
    char text[KEY];

    (void)state;
    for (int i = 0; i < 10; i++) {
        struct sc_str key = key_of(text, i);
        assert_true(sc_rate_table_take(table, key, &charge, SC_DAY_US).is_allowed);
        assert_true(sc_rate_table_take(table, key, &charge, SC_DAY_US).is_allowed);
        assert_false(sc_rate_table_take(table, key, &charge, SC_DAY_US).is_allowed);
    }
    assert_true(
        sc_rate_table_take(table, key_of(text, 3), &charge, SC_DAY_US + SC_SECOND_US).is_allowed);
    sc_rate_table_destroy(table);
}

static void marks_are_apart_from_buckets(void **state)
{
    struct sc_rate_table *table = sc_rate_table_create(CALLERS);
    const struct sc_rate_charge charge = charge_of(1);

    (void)state;
    assert_int_equal(sc_rate_table_marked(table, SC_STR("a")), 0);
    sc_rate_table_mark(table, SC_STR("a"), 77);
    assert_int_equal(sc_rate_table_marked(table, SC_STR("a")), 77);
    assert_int_equal(sc_rate_table_marked(table, SC_STR("b")), 0);
    assert_true(sc_rate_table_take(table, SC_STR("a"), &charge, SC_DAY_US).is_allowed);
    assert_int_equal(sc_rate_table_marked(table, SC_STR("a")), 77);
    sc_rate_table_mark(table, SC_STR("a"), 0);
    assert_int_equal(sc_rate_table_marked(table, SC_STR("a")), 0);
    sc_rate_table_destroy(table);
}

/* However many come: who is refused for long is remembered rather than who asked once. */
static void a_crowd_does_not_wash_out_who_is_refused(void **state)
{
    struct sc_rate_table *table = sc_rate_table_create(CALLERS);
    const struct sc_rate_charge charge = charge_of(100);
    int64_t now_us = SC_DAY_US;
    char text[KEY];

    (void)state;
    while (sc_rate_table_take(table, SC_STR("greedy"), &charge, now_us).is_allowed)
        continue;
    sc_rate_table_mark(table, SC_STR("refused"), now_us + SC_MINUTE_US);
    for (int i = 0; i < 100 * CALLERS; i++)
        assert_true(sc_rate_table_take(table, key_of(text, i), &charge, now_us).is_allowed);
    assert_false(sc_rate_table_take(table, SC_STR("greedy"), &charge, now_us).is_allowed);
    assert_int_equal(sc_rate_table_marked(table, SC_STR("refused")), now_us + SC_MINUTE_US);
    sc_rate_table_destroy(table);
}

static void settle(struct sc_rate_table *table, struct sc_str key, const int64_t *owes_us,
                   int64_t used_us)
{
    const struct sc_rate_verdict told = {.is_allowed = true, .used_us = {used_us, 0}};

    sc_rate_table_settle(table, key, owes_us, &told, SC_DAY_US);
}

/* A share of 1 of the 8 that are kept free of 64. */
static void who_is_known_and_far_is_lent_a_share(void **state)
{
    struct sc_rate_table *table = sc_rate_table_create(CALLERS);
    const struct sc_rate_charge charge = charge_of(64);
    const struct sc_str key = SC_STR("a");
    const int64_t nothing[SC_RATE_BUCKETS] = {0};
    int64_t owes_us[SC_RATE_BUCKETS];
    struct sc_rate_verdict got;
    bool is_first = false;

    (void)state;
    assert_false(sc_rate_table_lend(table, key, &charge, 8, SC_DAY_US, &got, &is_first));
    settle(table, key, nothing, 55 * SC_SECOND_US);
    assert_true(sc_rate_table_lend(table, key, &charge, 8, SC_DAY_US, &got, &is_first));
    assert_true(is_first && got.is_allowed);
    assert_int_equal(got.used_us[SC_RATE_REQUESTS], 56 * SC_SECOND_US);
    settle(table, key, nothing, 54 * SC_SECOND_US); /* of another loop, and older */
    assert_false(sc_rate_table_lend(table, key, &charge, 8, SC_DAY_US, &got, &is_first));
    assert_false(sc_rate_table_lend(table, key, &charge, 4, SC_DAY_US, &got, &is_first));
    assert_true(
        sc_rate_table_lend(table, key, &charge, 4, SC_DAY_US + SC_SECOND_US, &got, &is_first));
    assert_false(is_first);
    assert_true(sc_rate_table_collect(table, key, owes_us));
    assert_int_equal(owes_us[SC_RATE_REQUESTS], 2 * SC_SECOND_US);
    assert_false(sc_rate_table_collect(table, key, owes_us));
    sc_rate_table_destroy(table);
}

static void what_is_under_way_is_of_the_share(void **state)
{
    struct sc_rate_table *table = sc_rate_table_create(CALLERS);
    const struct sc_rate_charge charge = charge_of(64);
    const struct sc_str key = SC_STR("a");
    int64_t owes_us[SC_RATE_BUCKETS] = {0};
    struct sc_rate_verdict got;
    bool is_first;

    (void)state;
    settle(table, key, owes_us, 0);
    assert_true(sc_rate_table_lend(table, key, &charge, 8, SC_DAY_US, &got, &is_first));
    assert_true(sc_rate_table_collect(table, key, owes_us));
    assert_false(sc_rate_table_lend(table, key, &charge, 8, SC_DAY_US, &got, &is_first));
    settle(table, key, owes_us, SC_SECOND_US);
    assert_true(sc_rate_table_lend(table, key, &charge, 8, SC_DAY_US, &got, &is_first));
    assert_true(is_first);
    assert_int_equal(got.used_us[SC_RATE_REQUESTS], 2 * SC_SECOND_US);
    assert_true(sc_rate_table_collect(table, key, owes_us));
    sc_rate_table_settle(table, key, owes_us, NULL, SC_DAY_US);
    assert_false(sc_rate_table_lend(table, key, &charge, 1, SC_DAY_US, &got, &is_first));
    sc_rate_table_destroy(table);
}

struct crowd {
    struct sc_rate_table *table;
    atomic_int allowed;
    _Atomic int64_t told_us; /* of what was lent */
};

static void *ask_often(void *context)
{
    struct crowd *crowd = context;
    const struct sc_rate_charge charge = charge_of(BURST);

    for (int i = 0; i < ASKS; i++)
        if (sc_rate_table_take(crowd->table, SC_STR("all"), &charge, SC_DAY_US).is_allowed)
            atomic_fetch_add(&crowd->allowed, 1);
    return NULL;
}

static void threads_share_one_limit(void **state)
{
    struct crowd crowd = {.table = sc_rate_table_create(CALLERS)};
    pthread_t threads[THREADS];

    (void)state;
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &crowd), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&crowd.allowed), BURST);
    sc_rate_table_destroy(crowd.table);
}

/* All that is lent is told, once. */
static void *lend_and_tell(void *context)
{
    struct crowd *crowd = context;
    const struct sc_rate_charge charge = charge_of(64 * BURST);
    int64_t owes_us[SC_RATE_BUCKETS] = {0};
    struct sc_rate_verdict got;
    bool is_first;

    for (int i = 0; i < ASKS; i++) {
        settle(crowd->table, SC_STR("all"), owes_us, 0);
        if (sc_rate_table_lend(crowd->table, SC_STR("all"), &charge, 1, SC_DAY_US, &got, &is_first))
            atomic_fetch_add(&crowd->allowed, 1);
        sc_rate_table_collect(crowd->table, SC_STR("all"), owes_us);
        atomic_fetch_add(&crowd->told_us, owes_us[SC_RATE_REQUESTS]);
    }
    return NULL;
}

static void threads_lend_and_tell_of_one_caller(void **state)
{
    struct crowd crowd = {.table = sc_rate_table_create(CALLERS)};
    pthread_t threads[THREADS];

    (void)state;
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, lend_and_tell, &crowd), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&crowd.allowed), THREADS * ASKS);
    assert_int_equal(atomic_load(&crowd.told_us), THREADS * ASKS * SC_SECOND_US);
    sc_rate_table_destroy(crowd.table);
}

UNIT_TESTS(a_test(each_caller_has_buckets_of_its_own), a_test(marks_are_apart_from_buckets),
           a_test(a_crowd_does_not_wash_out_who_is_refused), a_test(threads_share_one_limit),
           a_test(who_is_known_and_far_is_lent_a_share), a_test(what_is_under_way_is_of_the_share),
           a_test(threads_lend_and_tell_of_one_caller))
