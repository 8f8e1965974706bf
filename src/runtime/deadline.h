/*
 * deadline.h - until when an answer is worth waiting for.
 *
 * Monotonic time: a deadline does not move when the clock is set.
 */
#ifndef SC_RUNTIME_DEADLINE_H
#define SC_RUNTIME_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

struct sc_deadline {
    int64_t at_us; /* on the monotonic clock; INT64_MAX: none */
};

/* `ms` from now; 0 or less is already over. */
struct sc_deadline sc_deadline_in(int64_t ms);
/* For work that has no one waiting, such as an import. */
struct sc_deadline sc_deadline_none(void);
/* The earlier of two. */
struct sc_deadline sc_deadline_min(struct sc_deadline a, struct sc_deadline b);

bool sc_deadline_is_over(struct sc_deadline deadline);
/* What poll() takes: milliseconds left, rounded up, at least 0; -1 for none. */
int sc_deadline_poll_ms(struct sc_deadline deadline);

/* Microseconds on the monotonic clock, and since 1970 on the wall clock. */
int64_t sc_monotonic_us(void);
int64_t sc_wall_us(void);
/* CPU time this process has used, and this thread, in microseconds. */
int64_t sc_cpu_us(void);
int64_t sc_thread_cpu_us(void);

#endif
