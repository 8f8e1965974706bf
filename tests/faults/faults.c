/*
 * faults.c - the product at work while its parts are killed, frozen, filled and cut off.
 *
 *     build/release/faults [--seed N] [--hold SECONDS] [--slack TIMES] [NAME...]
 *
 * For each fault: a crowd of shoppers works (crowd.h), the fault strikes, holds, and is healed. All
 * must be served within its bound: of the strike, where others stand in for what is broken, else of
 * the healing; nobody may wait longer in between. Then all that was acknowledged is read back. A
 * row of the table is printed for each fault, and the exit is 1 when one was not passed.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "faults/crowd.h"
#include "faults/imports.h"
#include "faults/stack.h"
#include "testing/unit.h"

enum {
    SHOPPERS = 8,
    LIMIT_MS = 2000, /* a client's patience with one request */
    PAUSE_MS = 40,
    PATIENCE_MS = 90 * 1000,
    QUIET_MS = 2000, /* before a fault, and behind its end */
    HOLD_S = 30,
    IMPORT_KILLS = 5,
    SLOW_REDIS_MS = 50, /* five times what is waited for */
    SLOW_DATABASE_MS = 20,
    MS_PER_S = 1000,
};

struct fault {
    const char *name;
    void (*strike)(struct stack *stack);
    void (*heal)(struct stack *stack);
    bool (*is_well)(struct stack *stack); /* what else is to be as before; NULL: nothing */
    bool is_short;                        /* healed at once: what was killed is started again */
    bool is_down; /* while it holds, nobody can be served; else all are, soon after it struck */
    bool is_unnoticed; /* nobody has to try again */
    bool needs_redis, needs_disk;
    int64_t served_ms; /* at most, until all are served again */
};

static void wait_ms(int64_t ms)
{
    (void)poll(NULL, 0, (int)ms);
}

static void kill_serve(struct stack *stack)
{
    stack_kill(stack, STACK_SERVE_A);
}

static void begin_serve(struct stack *stack)
{
    stack_begin(stack, STACK_SERVE_A);
}

static void freeze_serve(struct stack *stack)
{
    stack_signal(stack, STACK_SERVE_A, SIGSTOP);
}

static void thaw_serve(struct stack *stack)
{
    stack_signal(stack, STACK_SERVE_A, SIGCONT);
}

static void kill_work(struct stack *stack)
{
    stack_kill(stack, STACK_WORK);
}

static void begin_work(struct stack *stack)
{
    stack_begin(stack, STACK_WORK);
}

static void freeze_work(struct stack *stack)
{
    stack_signal(stack, STACK_WORK, SIGSTOP);
}

static void thaw_work(struct stack *stack)
{
    stack_signal(stack, STACK_WORK, SIGCONT);
}

static void kill_schedule(struct stack *stack)
{
    stack_kill(stack, STACK_SCHEDULE);
}

static void begin_schedule(struct stack *stack)
{
    stack_begin(stack, STACK_SCHEDULE);
}

static void freeze_schedule(struct stack *stack)
{
    stack_signal(stack, STACK_SCHEDULE, SIGSTOP);
}

static void thaw_schedule(struct stack *stack)
{
    stack_signal(stack, STACK_SCHEDULE, SIGCONT);
}

static bool was_no_tick_missed(struct stack *stack)
{
    return test_sql_number(stack->database.nodes[0].url, "select sum(missed) from jobs.task") == 0;
}

static void kill_redis(struct stack *stack)
{
    test_redis_kill(&stack->redis);
}

static void begin_redis(struct stack *stack)
{
    test_redis_start(&stack->redis);
}

static void freeze_redis(struct stack *stack)
{
    kill(stack->redis.process.pid, SIGSTOP);
}

static void thaw_redis(struct stack *stack)
{
    kill(stack->redis.process.pid, SIGCONT);
}

static void slow_redis(struct stack *stack)
{
    test_proxy_set(stack->before_redis, TEST_PROXY_PASSES, SLOW_REDIS_MS);
}

static void stall_redis(struct stack *stack)
{
    test_proxy_set(stack->before_redis, TEST_PROXY_STALLS, 0);
}

static void free_redis(struct stack *stack)
{
    test_proxy_set(stack->before_redis, TEST_PROXY_PASSES, 0);
}

static void slow_database(struct stack *stack)
{
    test_proxy_set(stack->before_primary, TEST_PROXY_PASSES, SLOW_DATABASE_MS);
}

static void stall_database(struct stack *stack)
{
    test_proxy_set(stack->before_primary, TEST_PROXY_STALLS, 0);
}

static void free_database(struct stack *stack)
{
    test_proxy_set(stack->before_primary, TEST_PROXY_PASSES, 0);
}

static void kill_database(struct stack *stack)
{
    test_node_kill(&stack->database.nodes[0]);
}

static void begin_database(struct stack *stack)
{
    test_node_start(&stack->database, &stack->database.nodes[0]);
}

static void freeze_database(struct stack *stack)
{
    test_node_freeze(&stack->database.nodes[0]);
}

static void thaw_database(struct stack *stack)
{
    test_node_thaw(&stack->database.nodes[0]);
}

/* The replica that others prefer is as good as any. */
static void pause_replica(struct stack *stack)
{
    test_node_pause(&stack->database.nodes[1]);
}

static void resume_replica(struct stack *stack)
{
    test_node_resume(&stack->database.nodes[1]);
}

static void freeze_replica(struct stack *stack)
{
    test_node_freeze(&stack->database.nodes[1]);
}

static void thaw_replica(struct stack *stack)
{
    test_node_thaw(&stack->database.nodes[1]);
}

static void kill_replica(struct stack *stack)
{
    test_node_kill(&stack->database.nodes[1]);
}

static void begin_replica(struct stack *stack)
{
    test_node_start(&stack->database, &stack->database.nodes[1]);
}

/* Makes node 1 the primary, which node 2 follows. */
static void promote(struct stack *stack)
{
    struct test_node *nodes = stack->database.nodes;

    test_node_promote(&stack->database, &nodes[1]);
    test_node_follow(&stack->database, &nodes[2], &nodes[1]);
}

/* Node 0 is a replica again, then, planned, the primary that it was. */
static void bring_back(struct stack *stack)
{
    struct test_node *nodes = stack->database.nodes;

    test_node_rewind(&stack->database, &nodes[0], &nodes[1]);
    test_node_catch_up(&nodes[0], &nodes[1]);
    test_node_stop(&nodes[1]);
    test_node_promote(&stack->database, &nodes[0]);
    test_node_follow(&stack->database, &nodes[1], &nodes[0]);
    test_node_follow(&stack->database, &nodes[2], &nodes[0]);
}

static void kill_and_promote(struct stack *stack)
{
    kill_database(stack);
    promote(stack);
}

static void freeze_and_promote(struct stack *stack)
{
    freeze_database(stack);
    promote(stack);
}

/* It wakes, and takes itself for the primary still. */
static void thaw_and_bring_back(struct stack *stack)
{
    thaw_database(stack);
    wait_ms(QUIET_MS);
    kill_database(stack);
    bring_back(stack);
}

static void kill_imports(struct stack *stack)
{
    stack->imports = imports_create(stack->seed);
    imports_kill(stack->imports, IMPORT_KILLS);
}

/* The next one is not killed; see are_imports_whole. */
static void let_imports_be(struct stack *stack)
{
    (void)stack;
}

static bool are_imports_whole(struct stack *stack)
{
    bool are_whole = imports_are_whole(stack->imports);

    imports_destroy(stack->imports);
    return are_whole;
}

static const struct fault faults[] = {
    {"none", NULL, NULL, NULL, .is_unnoticed = true, .served_ms = 2000},
    {"serve: kill -9", kill_serve, begin_serve, NULL, .is_short = true, .served_ms = 5000},
    {"serve: frozen", freeze_serve, thaw_serve, NULL, .served_ms = 5000},
    {"work: kill -9", kill_work, begin_work, NULL, .is_short = true, .is_unnoticed = true,
     .served_ms = 5000},
    {"work: frozen", freeze_work, thaw_work, NULL, .is_unnoticed = true, .served_ms = 5000},
    {"schedule: kill -9", kill_schedule, begin_schedule, was_no_tick_missed, .is_short = true,
     .is_unnoticed = true, .served_ms = 2000},
    {"schedule: frozen", freeze_schedule, thaw_schedule, was_no_tick_missed, .is_unnoticed = true,
     .served_ms = 2000},
    {"redis: kill -9", kill_redis, begin_redis, NULL, .needs_redis = true, .is_unnoticed = true,
     .served_ms = 2000},
    {"redis: frozen", freeze_redis, thaw_redis, NULL, .needs_redis = true, .is_unnoticed = true,
     .served_ms = 2000},
    {"redis: each answer 50 ms later", slow_redis, free_redis, NULL, .needs_redis = true,
     .is_unnoticed = true, .served_ms = 2000},
    {"redis: half open", stall_redis, free_redis, NULL, .needs_redis = true, .is_unnoticed = true,
     .served_ms = 2000},
    {"replica: paused", pause_replica, resume_replica, NULL, .is_unnoticed = true,
     .served_ms = 2000},
    {"replica: frozen", freeze_replica, thaw_replica, NULL, .served_ms = 2000},
    {"replica: kill -9", kill_replica, begin_replica, NULL, .served_ms = 2000},
    {"database: kill -9", kill_database, begin_database, NULL, .is_short = true, .is_down = true,
     .served_ms = 10000},
    {"database: frozen", freeze_database, thaw_database, NULL, .is_down = true, .served_ms = 10000},
    {"database: kill -9, another promoted; switched back", kill_and_promote, bring_back, NULL,
     .served_ms = 5000},
    {"database: frozen, another promoted; thawed, switched back", freeze_and_promote,
     thaw_and_bring_back, NULL, .served_ms = 5000},
    {"database: each answer 20 ms later", slow_database, free_database, NULL, .served_ms = 5000},
    {"database: half open", stall_database, free_database, NULL, .is_down = true,
     .served_ms = 10000},
    {"database: disk full", stack_fill_data, stack_free_data, NULL, .is_down = true,
     .needs_disk = true, .served_ms = 10000},
    {"logs: disk full", stack_fill_logs, stack_free_logs, NULL, .needs_disk = true,
     .is_unnoticed = true, .served_ms = 2000},
    {"import: kill -9, at random", kill_imports, let_imports_be, are_imports_whole,
     .is_short = true, .served_ms = 2000},
};

static void print_head(void)
{
    printf("| fault | acknowledged | looked up | tried again | unresolved | lost | doubled | stale "
           "with token "
           "| without | longest gap | served again | bound | |\n"
           "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
}

static void print_row(const struct fault *fault, const struct crowd_report *r, bool is_passed)
{
    char recovered[24] = "never";

    if (r->served_ms >= 0)
        snprintf(recovered, sizeof recovered, "%.1f s", (double)r->served_ms / MS_PER_S);
    printf("| %s | %lld | %lld | %lld | %lld | %lld | %lld | %lld of %lld | %lld of %lld | %.1f s "
           "| %s | "
           "%.0f s | %s |\n",
           fault->name, (long long)r->acknowledged, (long long)r->looks, (long long)r->tries_failed,
           (long long)r->unresolved, (long long)r->lost, (long long)r->doubled, (long long)r->stale,
           (long long)r->reads, (long long)r->bare_stale, (long long)r->bare_reads,
           (double)r->gap_ms / MS_PER_S, recovered, (double)fault->served_ms / MS_PER_S,
           is_passed ? "passed" : "FAILED");
    fflush(stdout);
}

struct options {
    int64_t seed, hold_s, slack;
};

static bool try_fault(struct stack *stack, const struct fault *fault, const struct options *wanted)
{
    int64_t hold_ms = wanted->hold_s * MS_PER_S, served_ms = fault->served_ms * wanted->slack;
    struct crowd_config config = {
        .origins = {stack->roles[STACK_SERVE_A].origin, stack->roles[STACK_SERVE_B].origin},
        .origin_count = STACK_SERVERS,
        .size = SHOPPERS,
        .gtins = stack->gtins,
        .gtin_count = stack->gtin_count,
        .seed = (uint64_t)wanted->seed,
        .limit_ms = LIMIT_MS * wanted->slack,
        .pause_ms = PAUSE_MS,
        .patience_ms = PATIENCE_MS,
    };
    struct crowd *crowd = crowd_start(&config);

    wait_ms(QUIET_MS);
    if (fault->strike != NULL)
        fault->strike(stack);
    if (!fault->is_down)
        crowd_expects_service(crowd);
    if (fault->strike != NULL) {
        wait_ms(fault->is_short ? QUIET_MS : hold_ms);
        fault->heal(stack);
    }
    if (fault->is_down)
        crowd_expects_service(crowd);
    crowd_await_service(crowd, PATIENCE_MS);
    wait_ms(QUIET_MS);
    struct crowd_report r = crowd_finish(crowd);
    bool is_passed = r.lost == 0 && r.doubled == 0 && r.stale == 0 && r.unresolved == 0 &&
                     r.served_ms >= 0 && r.served_ms <= served_ms &&
                     r.gap_ms <= served_ms + (fault->is_down ? hold_ms : 0);
    is_passed = is_passed && (!fault->is_unnoticed || r.tries_failed == 0);
    is_passed = is_passed && (fault->is_well == NULL || fault->is_well(stack));
    print_row(fault, &r, is_passed);
    return is_passed;
}

static bool is_wanted(const struct fault *fault, char **names, int count)
{
    bool is_it = count == 0;

    for (int i = 0; i < count; i++)
        is_it |= strstr(fault->name, names[i]) != NULL;
    return is_it;
}

/* An option with a number; moves behind both. */
static bool take_option(char ***at, const char *name, int64_t *ret_value)
{
    if (**at == NULL || strcmp(**at, name) != 0 || (*at)[1] == NULL)
        return false;
    assert_int_equal(sc_str_i64(sc_str_of((*at)[1]), ret_value), SC_OK);
    *at += 2;
    return true;
}

int main(int argc, char **argv)
{
    struct options wanted = {.seed = 1, .hold_s = HOLD_S, .slack = 1};
    char **at = argv + 1;
    struct stack stack;
    bool is_passed = true;

    while (take_option(&at, "--seed", &wanted.seed) || take_option(&at, "--hold", &wanted.hold_s) ||
           take_option(&at, "--slack", &wanted.slack))
        continue;
    test_program_beside();
    stack_start(&stack, (uint64_t)wanted.seed);
    print_head();
    for (size_t i = 0; i < SC_COUNT(faults); i++)
        if (is_wanted(&faults[i], at, argc - (int)(at - argv)) &&
            (stack.has_redis || !faults[i].needs_redis) &&
            (stack.has_disks || !faults[i].needs_disk))
            is_passed &= try_fault(&stack, &faults[i], &wanted);
    stack_stop(&stack);
    return is_passed ? 0 : 1;
}
