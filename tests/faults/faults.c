/*
 * faults.c - the product at work while its parts are killed, frozen, filled and cut off.
 *
 *     build/release/faults [--seed N] [--hold SECONDS] [NAME...]
 *
 * For each fault: a crowd of shoppers works (crowd.h), the fault strikes, holds, and is healed; all
 * must be served again within the fault's bound; then all that was acknowledged is read back. A
 * row of the table is printed for each, and the exit is 1 when one was not passed.
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
    IMPORT_KILLS = 8,
    MS_PER_S = 1000,
};

struct fault {
    const char *name;
    void (*strike)(struct stack *stack);
    void (*heal)(struct stack *stack);
    bool (*is_well)(struct stack *stack); /* what else is to be as before; NULL: nothing */
    bool is_short;                        /* healed at once: what was killed is started again */
    bool needs_redis;
    int64_t recovered_ms; /* at most, from the healing until all are served */
};

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

static void kill_imports(struct stack *stack)
{
    imports_kill(stack->imports, IMPORT_KILLS);
}

static void do_nothing(struct stack *stack)
{
    (void)stack;
}

static bool are_imports_whole(struct stack *stack)
{
    return imports_are_whole(stack->imports);
}

static const struct fault faults[] = {
    {"none", NULL, NULL, NULL, .recovered_ms = 2000},
    {"serve: kill -9", kill_serve, begin_serve, NULL, .is_short = true, .recovered_ms = 5000},
    {"serve: frozen", freeze_serve, thaw_serve, NULL, .recovered_ms = 5000},
    {"work: kill -9", kill_work, begin_work, NULL, .is_short = true, .recovered_ms = 5000},
    {"work: frozen", freeze_work, thaw_work, NULL, .recovered_ms = 5000},
    {"redis: kill -9", kill_redis, begin_redis, NULL, .needs_redis = true, .recovered_ms = 2000},
    {"redis: frozen", freeze_redis, thaw_redis, NULL, .needs_redis = true, .recovered_ms = 2000},
    {"import: kill -9, at random", kill_imports, do_nothing, are_imports_whole, .is_short = true,
     .recovered_ms = 2000},
};

static void wait_ms(int64_t ms)
{
    (void)poll(NULL, 0, (int)ms);
}

static void print_head(void)
{
    printf("| fault | acknowledged | tried again | unresolved | lost | doubled | stale with token "
           "| without | longest gap | served again | bound | |\n"
           "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
}

static void print_row(const struct fault *fault, const struct crowd_report *r, bool is_passed)
{
    char recovered[24] = "never";

    if (r->recovered_ms >= 0)
        snprintf(recovered, sizeof recovered, "%.1f s", (double)r->recovered_ms / MS_PER_S);
    printf("| %s | %lld | %lld | %lld | %lld | %lld | %lld of %lld | %lld of %lld | %.1f s | %s | "
           "%.0f s | %s |\n",
           fault->name, (long long)r->acknowledged, (long long)r->tries_failed,
           (long long)r->unresolved, (long long)r->lost, (long long)r->doubled, (long long)r->stale,
           (long long)r->reads, (long long)r->bare_stale, (long long)r->bare_reads,
           (double)r->gap_ms / MS_PER_S, recovered, (double)fault->recovered_ms / MS_PER_S,
           is_passed ? "passed" : "FAILED");
    fflush(stdout);
}

static bool try_fault(struct stack *stack, const struct fault *fault, uint64_t seed,
                      int64_t hold_ms)
{
    struct crowd_config config = {
        .origins = {stack->roles[STACK_SERVE_A].origin, stack->roles[STACK_SERVE_B].origin},
        .origin_count = STACK_SERVERS,
        .size = SHOPPERS,
        .seed = seed,
        .limit_ms = LIMIT_MS,
        .pause_ms = PAUSE_MS,
        .patience_ms = PATIENCE_MS,
    };
    struct crowd *crowd = crowd_start(&config);

    wait_ms(QUIET_MS);
    if (fault->strike != NULL) {
        fault->strike(stack);
        wait_ms(fault->is_short ? QUIET_MS : hold_ms);
        fault->heal(stack);
    }
    crowd_is_healed(crowd);
    crowd_await_recovery(crowd, PATIENCE_MS);
    wait_ms(QUIET_MS);
    struct crowd_report r = crowd_finish(crowd);
    bool is_passed = r.lost == 0 && r.doubled == 0 && r.stale == 0 && r.unresolved == 0 &&
                     r.recovered_ms >= 0 && r.recovered_ms <= fault->recovered_ms;
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
    int64_t seed = 1, hold_s = HOLD_S;
    char **at = argv + 1;
    struct stack stack;
    bool is_passed = true;

    while (take_option(&at, "--seed", &seed) || take_option(&at, "--hold", &hold_s))
        continue;
    test_program_beside();
    stack_start(&stack, (uint64_t)seed);
    print_head();
    for (size_t i = 0; i < SC_COUNT(faults); i++)
        if (is_wanted(&faults[i], at, argc - (int)(at - argv)) &&
            (stack.has_redis || !faults[i].needs_redis))
            is_passed &= try_fault(&stack, &faults[i], (uint64_t)seed, hold_s * MS_PER_S);
    stack_stop(&stack);
    return is_passed ? 0 : 1;
}
