#include "runtime/deadline.h"

#include <limits.h>
#include <time.h>

#include "base/time.h"

static int64_t read_clock(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now); /* cannot fail for the three clocks used here */
    return (int64_t)now.tv_sec * SC_SECOND_US + now.tv_nsec / 1000;
}

int64_t sc_monotonic_us(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t sc_wall_us(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t sc_cpu_us(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t sc_thread_cpu_us(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

struct sc_deadline sc_deadline_in(int64_t ms)
{
    int64_t at_us;

    if (__builtin_mul_overflow(ms, 1000, &at_us) ||
        __builtin_add_overflow(at_us, sc_monotonic_us(), &at_us))
        return sc_deadline_none();
    return (struct sc_deadline){.at_us = at_us};
}

struct sc_deadline sc_deadline_none(void)
{
    return (struct sc_deadline){.at_us = INT64_MAX};
}

struct sc_deadline sc_deadline_min(struct sc_deadline a, struct sc_deadline b)
{
    return a.at_us < b.at_us ? a : b;
}

bool sc_deadline_is_over(struct sc_deadline deadline)
{
    return deadline.at_us != INT64_MAX && sc_monotonic_us() >= deadline.at_us;
}

int sc_deadline_poll_ms(struct sc_deadline deadline)
{
    if (deadline.at_us == INT64_MAX)
        return -1;
    int64_t left_us = deadline.at_us - sc_monotonic_us();

    if (left_us <= 0)
        return 0;
    int64_t left_ms = (left_us + 999) / 1000;
    return left_ms > INT_MAX ? INT_MAX : (int)left_ms;
}
