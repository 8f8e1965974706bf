#include "store/cluster_view.h"

#include "testing/unit.h"

enum {
    LOOK_US = 500 * 1000,
    MIB = 1024 * 1024,
};

static struct sc_cluster_view view;
static int64_t now_us;

static void begin(size_t count)
{
    view = (struct sc_cluster_view){.count = count};
    now_us = 1000000;
}

static void say(size_t node, bool is_replica, uint32_t timeline, uint64_t lsn)
{
    sc_cluster_view_take(
        &view, node, (struct sc_node_answer){is_replica, timeline, lsn, .took_us = 300}, now_us);
}

/* A look in which the first is the primary; 0: the node says nothing. */
static bool look(uint64_t primary, uint64_t one, uint64_t two)
{
    now_us += LOOK_US;
    if (primary > 0)
        say(0, false, 1, primary);
    if (one > 0)
        say(1, true, 1, one);
    if (two > 0)
        say(2, true, 1, two);
    return sc_cluster_view_judge(&view, now_us);
}

static bool is_used(size_t node)
{
    return view.nodes[node].use != SC_NODE_OUT;
}

static void replicas_that_have_all_are_used(void **state)
{
    (void)state;
    begin(3);
    assert_false(look(100, 100, 100));
    assert_true(!is_used(0) && is_used(1) && is_used(2));
    assert_int_equal(view.nodes[1].use, SC_NODE_BEST);
}

static void an_idle_primary_is_no_lag(void **state)
{
    (void)state;
    begin(3);
    for (int i = 0; i < 100; i++)
        look(100, 100, 100);
    assert_true(is_used(1) && view.nodes[1].lag_us == 0);
}

static void a_paused_replica_is_out_by_time_and_comes_back(void **state)
{
    int looks = 0;

    (void)state;
    begin(3);
    look(100, 100, 100);
    for (; is_used(1); looks++)
        look(200 + (uint64_t)looks, 150, 200 + (uint64_t)looks);
    assert_true(looks * LOOK_US > SC_CLUSTER_LAG_MS * 1000 && looks * LOOK_US <= 3 * 1000 * 1000);
    assert_true(is_used(2));
    look(900, 900, 900);
    assert_true(is_used(1));
}

static void a_replica_far_behind_is_out_by_bytes(void **state)
{
    (void)state;
    begin(3);
    look(100, 100, 100);
    look(100 + SC_CLUSTER_LAG_BYTES + 1, 100, 100 + 2 * MIB);
    assert_true(!is_used(1) && is_used(2));
}

static void one_that_is_closer_is_better(void **state)
{
    (void)state;
    begin(3);
    look(100, 100, 100);
    look(4 * MIB, 2 * MIB, 4 * MIB);
    assert_int_equal(view.nodes[1].use, SC_NODE_RESERVE);
    assert_int_equal(view.nodes[2].use, SC_NODE_BEST);
}

static void a_replica_is_first_used_when_it_has_what_there_was(void **state)
{
    (void)state;
    begin(3);
    look(1000, 100, 1000); /* since when it is behind, nobody knows */
    assert_true(!is_used(1) && is_used(2));
    look(2000, 1000, 2000);
    assert_true(is_used(1));
}

static void a_silent_node_is_out(void **state)
{
    (void)state;
    begin(3);
    look(100, 100, 100);
    for (int i = 0; i < 5; i++)
        look(100, 0, 100);
    assert_true(!is_used(1) && is_used(2));
}

static void replicas_of_a_silent_primary_are_read_from(void **state)
{
    (void)state;
    begin(3);
    look(100, 100, 90); /* it has yet to get the last */
    look(200, 190, 150);
    for (int i = 0; i < 100; i++)
        look(0, 190, 150);
    assert_int_equal(view.primary, 0);
    assert_true(is_used(1) && is_used(2));
}

static void the_primary_is_who_has_the_highest_timeline(void **state)
{
    (void)state;
    begin(3);
    look(100, 100, 100);
    now_us += LOOK_US;
    say(1, false, 2, 150);
    say(2, true, 1, 100);
    assert_true(sc_cluster_view_judge(&view, now_us));
    assert_int_equal(view.primary, 1);
    assert_false(is_used(2)); /* it follows the old one, or nobody */
    now_us += LOOK_US;
    say(0, false, 1, 999); /* thaws, and takes itself for the primary still */
    say(1, false, 2, 200);
    say(2, true, 2, 200);
    assert_false(sc_cluster_view_judge(&view, now_us));
    assert_int_equal(view.primary, 1);
    assert_true(is_used(2) && !is_used(0));
    for (int i = 0; i < 10; i++) { /* even alone it is not */
        now_us += LOOK_US;
        say(0, false, 1, 1000);
        assert_false(sc_cluster_view_judge(&view, now_us));
    }
    assert_int_equal(view.primary, 1);
}

static void the_primary_is_found_wherever_it_is(void **state)
{
    (void)state;
    begin(3);
    now_us += LOOK_US;
    say(0, true, 7, 100);
    say(1, true, 7, 100);
    say(2, false, 7, 100);
    assert_true(sc_cluster_view_judge(&view, now_us));
    assert_int_equal(view.primary, 2);
    assert_true(is_used(0) && is_used(1));
}

static void a_replica_without_a_sender_is_of_the_timeline_it_had(void **state)
{
    (void)state;
    begin(3);
    look(100, 100, 100);
    now_us += LOOK_US;
    say(0, false, 1, 100);
    say(1, true, 0, 100);
    sc_cluster_view_judge(&view, now_us);
    assert_true(is_used(1));
    begin(2);
    now_us += LOOK_US;
    say(0, false, 3, 100);
    say(1, true, 0, 100); /* and never had one that we saw */
    sc_cluster_view_judge(&view, now_us);
    assert_false(is_used(1));
}

static void samples_wear_out(void **state)
{
    (void)state;
    begin(3);
    look(1, 1, 1);
    for (uint64_t i = 0; i < 3 * SC_CLUSTER_SAMPLES; i++)
        look(10 + i, 5, 10 + i);
    assert_false(is_used(1));
    assert_int_equal(view.nodes[1].lag_us, (SC_CLUSTER_SAMPLES - 1) * LOOK_US);
}

UNIT_TESTS(a_test(replicas_that_have_all_are_used), a_test(an_idle_primary_is_no_lag),
           a_test(a_paused_replica_is_out_by_time_and_comes_back),
           a_test(a_replica_far_behind_is_out_by_bytes), a_test(one_that_is_closer_is_better),
           a_test(a_replica_is_first_used_when_it_has_what_there_was), a_test(a_silent_node_is_out),
           a_test(replicas_of_a_silent_primary_are_read_from),
           a_test(the_primary_is_who_has_the_highest_timeline),
           a_test(the_primary_is_found_wherever_it_is),
           a_test(a_replica_without_a_sender_is_of_the_timeline_it_had), a_test(samples_wear_out))
