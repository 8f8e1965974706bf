/*
 * plan_work.h - what the parts of the planner share: memory, the work limit, fine costs.
 *
 * A fine cost is 8192 times the money in minor units, less one for each line
 * that is left out. Among plans that visit the same stores the least fine cost
 * is the least cost and, of equal ones, the one with the least goods, because
 * money that went into a missing line did not go into goods. Lower bounds are
 * fine costs too, so that a third of a bundle's price is hardly rounded.
 */
#ifndef SC_DOMAIN_PLAN_WORK_H
#define SC_DOMAIN_PLAN_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/plan.h"

enum {
    SC_PLAN_FINE = 8192, /* fine units in a minor unit; far above the most lines (500) */
};

/*
 * A line that cannot be bought costs this, finely: more than any line can
 * (999 units at 2 * 10^8 each, times 8192, is 1.64 * 10^15), and 500 of it fit.
 */
#define SC_PLAN_NEVER (INT64_C(1) << 52)

struct plan_work {
    struct sc_arena *arena;
    const struct sc_plan_request *request;
    uint64_t steps;
    bool is_spent;         /* every search ends as soon as it can, with a true bound */
    enum sc_status status; /* SC_NO_MEMORY: spent because the arena is full */
};

/* Counts one step of search; true when it must end. */
bool sc_plan_step(struct plan_work *work);

/* Zeroed memory of the plan's arena; NULL when it is full, and then the work is spent. */
void *sc_plan_array(struct plan_work *work, size_t count, size_t size);

/* The least whole cost in minor units that a fine cost of at least `fine` can stand for. */
int64_t sc_plan_minor(int64_t fine);

/* Rounded down, below zero too; divisor > 0, and the result fits. */
int64_t sc_plan_floor_div(__int128 dividend, int64_t divisor);

#endif
