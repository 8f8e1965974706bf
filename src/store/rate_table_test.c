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

struct crowd {
    struct sc_rate_table *table;
    atomic_int allowed;
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

UNIT_TESTS(a_test(each_caller_has_buckets_of_its_own), a_test(marks_are_apart_from_buckets),
           a_test(a_crowd_does_not_wash_out_who_is_refused), a_test(threads_share_one_limit))
