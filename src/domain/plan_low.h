/*
 * plan_low.h - what a unit costs at least under a set of deals.
 *
 * The bounds add up: however deals take the units of a basket, the basket
 * costs no less than the sum of its units' bounds.
 */
#ifndef SC_DOMAIN_PLAN_LOW_H
#define SC_DOMAIN_PLAN_LOW_H

#include "domain/plan_stall.h"

struct plan_lows {
    int64_t *unit; /* [price] fine; of counted products */
    int64_t *kg;   /* [price] minor units; of weighed ones */
};

/* Makes room for the lows of a store with `price_count` prices; false when the arena is full. */
bool sc_plan_lows_init(struct plan_work *work, size_t price_count, struct plan_lows *lows);

/* The lows under the deals, thresholds granted, without `except` (NULL: under all of them). */
void sc_plan_lows_set(struct plan_lows *lows, const struct plan_stall *stall,
                      const struct plan_deal *const *deals, size_t deal_count,
                      const struct plan_deal *except);

/* Of an offer, fine, without deposit. */
int64_t sc_plan_low_of(const struct plan_work *work, const struct plan_lows *lows,
                       const struct plan_offer *offer);

#endif
