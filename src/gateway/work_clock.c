#include "gateway/work_clock.h"

static bool is_spent(void *context)
{
    const struct gateway_work_clock *clock = context;

    return sc_thread_cpu_us() >= clock->until_cpu_us || sc_deadline_is_over(clock->deadline);
}

struct sc_work_limit gateway_work_clock_start(struct gateway_work_clock *clock, int64_t budget_ms,
                                              struct sc_deadline deadline)
{
    int64_t budget_us;

    if (__builtin_mul_overflow(budget_ms, 1000, &budget_us) ||
        __builtin_add_overflow(sc_thread_cpu_us(), budget_us, &clock->until_cpu_us))
        clock->until_cpu_us = INT64_MAX;
    clock->deadline = deadline;
    return (struct sc_work_limit){.is_spent = is_spent, .context = clock};
}

static struct sc_work_limit start(void *context, int64_t budget_ms)
{
    return gateway_work_clock_start(context, budget_ms, sc_deadline_none());
}

struct sc_engine_clock gateway_work_clock_engine(struct gateway_work_clock *clock)
{
    return (struct sc_engine_clock){.start = start, .context = clock};
}
