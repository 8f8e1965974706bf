/* public.new_id(): ids that are unique whatever the clock does. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/postgres.h"
#include "base/time.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

/* Milliseconds from 1970 to 2025, where ids begin to count. */
#define EPOCH_MS INT64_C(1735689600000)

static int set_up(void **state)
{
    struct test_database *database = calloc(1, sizeof *database);

    test_database_create(database);
    *state = database;
    return 0;
}

static int tear_down(void **state)
{
    test_database_drop(*state);
    free(*state);
    return 0;
}

static int64_t ms_of(int64_t id)
{
    return (id >> 22) + EPOCH_MS;
}

static void an_id_tells_its_time_and_its_shard(void **state)
{
    struct test_database *database = *state;
    int64_t catalogue = test_sql_number(database->url, "select new_id()");
    int64_t household = test_sql_number(database->url, "select new_id(4095)");
    int64_t now_ms = sc_wall_us() / 1000;

    assert_int_equal(catalogue >> 10 & 4095, 0);
    assert_int_equal(household >> 10 & 4095, 4095);
    assert_true(llabs(ms_of(catalogue) - now_ms) < 60000);
    assert_true(household > catalogue);
}

static void a_shard_out_of_range_is_refused(void **state)
{
    struct test_database *database = *state;

    assert_int_equal(test_sql_number(database->url, "do $$ begin perform new_id(4096); raise "
                                                    "'accepted'; exception when sqlstate '22023' "
                                                    "then null; end $$; select 1"),
                     1);
}

static void many_in_a_millisecond_are_all_different(void **state)
{
    struct test_database *database = *state;

    assert_int_equal(test_sql_number(database->url, "select count(distinct new_id(n % 4096)) "
                                                    "from generate_series(1, 300000) n"),
                     300000);
}

/* The sequence ahead of the clock is what a clock that was set back looks like. */
static void a_clock_set_back_repeats_nothing(void **state)
{
    struct test_database *database = *state;
    int64_t before = test_sql_number(
        database->url, "select setval('id_tick', ((extract(epoch from now()) * 1000 + 3600000 - "
                       "1735689600000)::bigint) << 10)");
    int64_t id = test_sql_number(database->url, "select new_id()");

    assert_int_equal((id >> 22 << 10) + (id & 1023), before + 1);
}

static void *take_many(void *context)
{
    const struct test_database *database = context;

    for (int i = 0; i < 20; i++)
        test_sql(database->url, "insert into taken select new_id() from generate_series(1, 100)");
    return NULL;
}

static void sessions_that_catch_up_together_share_nothing(void **state)
{
    struct test_database *database = *state;
    pthread_t threads[4];

    test_sql(database->url, "create table taken (id bigint primary key)"); /* no id was taken yet */
    for (size_t i = 0; i < SC_COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_many, database), 0);
    for (size_t i = 0; i < SC_COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(test_sql_number(database->url, "select count(*) from taken"), 4 * 20 * 100);
    int64_t newest = test_sql_number(database->url, "select max(id) from taken");
    assert_true(llabs(ms_of(newest) - sc_wall_us() / 1000) < 60000);
}

#define an_ids_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

UNIT_TESTS(an_ids_test(an_id_tells_its_time_and_its_shard),
           an_ids_test(a_shard_out_of_range_is_refused),
           an_ids_test(many_in_a_millisecond_are_all_different),
           an_ids_test(a_clock_set_back_repeats_nothing),
           an_ids_test(sessions_that_catch_up_together_share_nothing))
