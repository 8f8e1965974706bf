#include "app/work_clock.h"

#include "runtime/deadline.h"

static bool is_spent(void *context)
{
    const struct app_work_clock *clock = context;

    return sc_cpu_us() >= clock->until_cpu_us;
}

struct sc_work_limit app_work_clock_start(struct app_work_clock *clock, int64_t budget_ms)
{
    int64_t budget_us;

    if (__builtin_mul_overflow(budget_ms, 1000, &budget_us) ||
        __builtin_add_overflow(sc_cpu_us(), budget_us, &clock->until_cpu_us))
        clock->until_cpu_us = INT64_MAX;
    return (struct sc_work_limit){.is_spent = is_spent, .context = clock};
}
