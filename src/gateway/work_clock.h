/*
 * work_clock.h - the engines' work limit, in milliseconds of CPU time.
 *
 * The engines know no clock. CPU time of the thread that works, because what
 * else the machine does must not make an answer less exact.
 */
#ifndef SC_GATEWAY_WORK_CLOCK_H
#define SC_GATEWAY_WORK_CLOCK_H

#include <stdint.h>

#include "domain/engine.h"
#include "domain/price.h"
#include "runtime/deadline.h"

struct gateway_work_clock {
    int64_t until_cpu_us;
    struct sc_deadline deadline;
};

/*
 * A limit for this thread that is spent `budget_ms` from now, or when nobody
 * waits any more; `clock` must outlive it.
 */
struct sc_work_limit gateway_work_clock_start(struct gateway_work_clock *clock, int64_t budget_ms,
                                              struct sc_deadline deadline);

/* The same for documents, each with its own budget; without a deadline. */
struct sc_engine_clock gateway_work_clock_engine(struct gateway_work_clock *clock);

#endif
