/*
 * bus_test.c - two servers on one database that hear of each other through Redis, or do without.
 */
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>

#include "api/helpers/graphql.h"
#include "api/helpers/listeners.h"
#include "api/helpers/postgres.h"
#include "api/helpers/redis.h"
#include "api/helpers/shopper.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    WAIT_MS = 20 * 1000,
    STEP_MS = 20,
    CROWD = 20,
    OPS = 20,
};

static struct test_database database;
static struct test_redis redis;
static struct test_serving here, there;

static void start(struct test_serving *serving)
{
    static const char *const words[] = {"serve", "--port", "0", NULL};

    test_serve_start(&(struct test_serve){.database_url = database.url,
                                          .log_path = "/dev/null",
                                          .words = words,
                                          .redis_url = redis.url},
                     serving);
}

static int setup(void **state)
{
    (void)state;
    test_database_create(&database);
    test_redis_start(&redis);
    start(&here);
    start(&there);
    return 0;
}

static int teardown(void **state)
{
    struct sc_arena *arena = sc_arena_create(SC_UNIT_ARENA_CAP);

    (void)state;
    test_serve_stop(arena, &here);
    test_serve_stop(arena, &there);
    test_redis_remove(&redis);
    test_database_drop(&database);
    sc_arena_destroy(arena);
    return 0;
}

static void wait_for(struct sc_arena *arena, const struct test_serving *serving, const char *name,
                     int64_t least, int64_t most)
{
    struct sc_deadline deadline = sc_deadline_in(WAIT_MS);

    for (int64_t now; (now = test_metric(arena, serving, name)) < least || now > most;) {
        if (sc_deadline_is_over(deadline))
            fail_msg("%s is %" PRId64, name, now);
        (void)poll(NULL, 0, STEP_MS);
    }
}

static void hear_all(struct test_listeners *crowd, int64_t seq)
{
    struct sc_deadline deadline = sc_deadline_in(WAIT_MS);

    while (!test_listeners_have(crowd, seq)) {
        assert_false(sc_deadline_is_over(deadline));
        test_listeners_hear(crowd, sc_deadline_poll_ms(deadline));
    }
}

static void apply(struct sc_arena *arena, const struct test_shopper *shopper, int op)
{
    char json[SHOPPER_OP_MAX];

    test_shopper_op(shopper->list, op, "thing", json);
    test_shopper_apply(arena, &here, shopper, json, "APPLIED");
}

static void what_changes_here_is_heard_there(void **state)
{
    struct test_shopper shopper;
    int op = 0;

    wait_for(*state, &here, "smartcart_hints_connected", 1, 1);
    wait_for(*state, &there, "smartcart_hints_connected", 1, 1);
    test_shopper_make(*state, &here, &shopper);
    const char *const tokens[] = {shopper.token};
    struct test_listeners crowd = {
        .port = there.port, .tokens = tokens, .token_count = 1, .list = shopper.list};
    test_listeners_create(&crowd, CROWD);
    test_listeners_begin(&crowd);
    int64_t before = test_metric(*state, &there, "smartcart_hints_heard_total");
    while (op < OPS)
        apply(*state, &shopper, ++op);
    hear_all(&crowd, op);
    wait_for(*state, &there, "smartcart_hints_heard_total", before + OPS, before + 10 * OPS);
    /* Without Redis nothing is lost, and nobody waits for it. */
    test_redis_kill(&redis);
    wait_for(*state, &here, "smartcart_hints_connected", 0, 0);
    while (op < 2 * OPS)
        apply(*state, &shopper, ++op);
    hear_all(&crowd, op);
    test_redis_start(&redis);
    wait_for(*state, &here, "smartcart_hints_connected", 1, 1);
    wait_for(*state, &there, "smartcart_hints_connected", 1, 1);
    apply(*state, &shopper, ++op);
    hear_all(&crowd, op);
    test_listeners_destroy(&crowd);
}

/* A Redis that takes what is sent and never answers is left. */
static void a_redis_that_hangs_holds_nobody_up(void **state)
{
    struct test_shopper shopper;

    test_shopper_make(*state, &here, &shopper);
    wait_for(*state, &here, "smartcart_hints_connected", 1, 1);
    kill(redis.process.pid, SIGSTOP);
    for (int op = 1; op <= OPS; op++)
        apply(*state, &shopper, op);
    wait_for(*state, &here, "smartcart_hints_connected", 0, 0);
    kill(redis.process.pid, SIGCONT);
    wait_for(*state, &here, "smartcart_hints_connected", 1, 1);
}

static int code_of(struct sc_arena *arena, const struct test_serving *serving, const char *token)
{
    return test_post_as(arena, serving->port, token, SC_STR("{\"query\":\"{ me { country } }\"}"))
        .code;
}

/* Of itself the token would be good for ten minutes more. */
static void who_signs_out_here_is_out_there(void **state)
{
    struct sc_deadline deadline = sc_deadline_in(WAIT_MS);
    struct test_shopper shopper;

    wait_for(*state, &here, "smartcart_hints_connected", 1, 1);
    wait_for(*state, &there, "smartcart_hints_connected", 1, 1);
    test_shopper_make(*state, &here, &shopper);
    assert_int_equal(code_of(*state, &there, shopper.token), 200);
    json_decref(test_ask_as(*state, &here, shopper.token, "mutation { signOutEverywhere }", NULL));
    assert_int_equal(code_of(*state, &here, shopper.token), 401);
    while (code_of(*state, &there, shopper.token) != 401) {
        assert_false(sc_deadline_is_over(deadline));
        (void)poll(NULL, 0, STEP_MS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_test(what_changes_here_is_heard_there),
        a_test(a_redis_that_hangs_holds_nobody_up),
        a_test(who_signs_out_here_is_out_there),
    };

    if (!test_redis_is_there()) {
        print_message("redis-server is not installed: skipped\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, setup, teardown);
}
