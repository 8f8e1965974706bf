/*
 * work_clock.h - the engines' work limit, in milliseconds of CPU time.
 *
 * The engines know no clock. CPU time, because what else the machine does must
 * not make an answer less exact.
 */
#ifndef SC_APP_WORK_CLOCK_H
#define SC_APP_WORK_CLOCK_H

#include <stdint.h>

#include "domain/price.h"

struct app_work_clock {
    int64_t until_cpu_us;
};

/* A limit that is spent `budget_ms` from now; `clock` must outlive it. */
struct sc_work_limit app_work_clock_start(struct app_work_clock *clock, int64_t budget_ms);

#endif
