/* The helper itself: what a test of replicas may do to them. */
#include "api/helpers/replicas.h"

#include <stdio.h>

#include "testing/unit.h"

static struct test_replicas replicas;
static struct test_node *const n0 = &replicas.nodes[0], *const n1 = &replicas.nodes[1],
                               *const n2 = &replicas.nodes[2];

static void put(const struct test_node *primary, int n)
{
    char sql[64];

    snprintf(sql, sizeof sql, "insert into t values (%d)", n);
    test_sql(primary->url, sql);
}

static int64_t count_on(const struct test_node *node)
{
    return test_sql_number(node->url, "select count(*) from t");
}

static void replicas_follow_and_can_be_paused(void **state)
{
    (void)state;
    test_sql(n0->url, "create table t (n int)");
    put(n0, 1);
    test_node_catch_up(n1, n0);
    test_node_catch_up(n2, n0);
    test_node_pause(n1);
    put(n0, 2);
    test_node_catch_up(n2, n0);
    assert_int_equal(count_on(n1), 1);
    assert_int_equal(count_on(n2), 2);
    test_node_resume(n1);
    test_node_catch_up(n1, n0);
    assert_int_equal(count_on(n1), 2);
}

static void a_killed_primary_is_followed_by_a_replica_and_comes_back_behind_it(void **state)
{
    (void)state;
    test_node_freeze(n0);
    test_node_thaw(n0);
    put(n0, 3);
    test_node_kill(n0);
    test_node_promote(&replicas, n1);
    test_node_follow(&replicas, n2, n1);
    put(n1, 4);
    test_node_catch_up(n2, n1);
    assert_int_equal(count_on(n2), 4);
    test_node_rewind(&replicas, n0, n1);
    test_node_catch_up(n0, n1);
    assert_int_equal(count_on(n0), 4);
}

static void a_stopped_primary_changes_places_with_a_replica(void **state)
{
    (void)state;
    test_node_stop(n1);
    test_node_promote(&replicas, n2);
    test_node_follow(&replicas, n1, n2);
    test_node_follow(&replicas, n0, n2);
    put(n2, 5);
    test_node_catch_up(n0, n2);
    test_node_catch_up(n1, n2);
    assert_int_equal(count_on(n0) + count_on(n1), 10);
}

/* What it has not had is more than a socket keeps for it. */
static void one_that_is_behind_has_what_was_committed_before_it_is_the_primary(void **state)
{
    (void)state;
    test_node_freeze(n0);
    test_sql(n2->url, "insert into t select 6 from generate_series(1, 100000)");
    int64_t count = count_on(n2);
    test_node_kill(n2);
    test_node_thaw(n0);
    test_node_promote(&replicas, n0);
    assert_int_equal(count_on(n0), count);
}

static int start(void **state)
{
    (void)state;
    test_replicas_start(2, true, &replicas);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    test_replicas_stop(&replicas);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replicas_follow_and_can_be_paused),
        cmocka_unit_test(a_killed_primary_is_followed_by_a_replica_and_comes_back_behind_it),
        cmocka_unit_test(a_stopped_primary_changes_places_with_a_replica),
        cmocka_unit_test(one_that_is_behind_has_what_was_committed_before_it_is_the_primary),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
