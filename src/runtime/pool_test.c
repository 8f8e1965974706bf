#include "runtime/pool.h"

#include <semaphore.h>
#include <stdatomic.h>

#include "testing/unit.h"

enum {
    PIECES = 1000,
};

static void count_up(void *context)
{
    atomic_fetch_add((atomic_int *)context, 1);
}

static void wait_for_it(void *context)
{
    sem_wait(context);
}

static void all_work_runs_once(void **state)
{
    (void)state;
    atomic_int done = 0;
    struct sc_pool *pool = sc_pool_create("test", 4, PIECES);

    assert_non_null(pool);
    for (int i = 0; i < PIECES; i++)
        assert_int_equal(sc_pool_submit(pool, count_up, &done), SC_OK);
    assert_int_equal(sc_pool_drain(pool, sc_deadline_none()), SC_OK);
    assert_int_equal(atomic_load(&done), PIECES);
    sc_pool_destroy(pool);
}

static void what_is_queued_is_finished_on_the_way_out(void **state)
{
    (void)state;
    atomic_int done = 0;
    struct sc_pool *pool = sc_pool_create("test", 1, PIECES);

    assert_non_null(pool);
    for (int i = 0; i < PIECES; i++)
        assert_int_equal(sc_pool_submit(pool, count_up, &done), SC_OK);
    sc_pool_destroy(pool);
    assert_int_equal(atomic_load(&done), PIECES);
}

static void a_full_queue_refuses_at_once(void **state)
{
    (void)state;
    sem_t go;
    struct sc_pool *pool = sc_pool_create("test", 1, 2);
    int taken = 0;

    assert_non_null(pool);
    sem_init(&go, 0, 0);
    /* One runs or waits to, two fit the queue: the fourth cannot fit. */
    while (taken < 4 && sc_pool_submit(pool, wait_for_it, &go) == SC_OK)
        taken++;
    assert_in_range(taken, 2, 3);
    assert_int_equal(sc_pool_drain(pool, sc_deadline_in(1)), SC_TIMEOUT);
    for (int i = 0; i < taken; i++)
        sem_post(&go);
    assert_int_equal(sc_pool_drain(pool, sc_deadline_none()), SC_OK);
    struct sc_pool_stats stats = sc_pool_stats(pool);
    assert_int_equal(stats.queued + stats.running, 0);
    assert_int_equal(stats.done, taken);
    assert_int_equal(stats.refused, 1);
    sc_pool_destroy(pool);
    sem_destroy(&go);
}

static void nothing_to_destroy_is_fine(void **state)
{
    (void)state;
    sc_pool_destroy(NULL);
}

UNIT_TESTS(a_test(all_work_runs_once), a_test(what_is_queued_is_finished_on_the_way_out),
           a_test(a_full_queue_refuses_at_once), a_test(nothing_to_destroy_is_fine))
