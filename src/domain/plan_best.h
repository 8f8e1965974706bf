/*
 * plan_best.h - the best plan so far, and whether something could beat it.
 *
 * Better is: a lower cost, then fewer stores, then lower goods, then the
 * stores that come first in the request.
 */
#ifndef SC_DOMAIN_PLAN_BEST_H
#define SC_DOMAIN_PLAN_BEST_H

#include "domain/plan_work.h"

/* Stores of a plan, ascending. */
struct plan_stores {
    uint32_t at[SC_PLAN_VISITS_MAX];
    size_t count;
    int64_t visits_minor;
};

struct plan_best {
    int64_t cost_minor;
    int64_t goods_minor;
    struct plan_stores stores;
    struct sc_plan_choice *choices; /* [line] */
};

/* Adds a store in its place; its visit cost is counted. */
void sc_plan_stores_add(const struct plan_work *work, struct plan_stores *stores, uint32_t store);

/* A best that any plan beats. False when the arena is full. */
bool sc_plan_best_init(struct plan_work *work, struct plan_best *best);

/* Could a plan that visits exactly these stores, at a fine cost of at least `low`, be better? */
bool sc_plan_can_beat(const struct plan_work *work, const struct plan_best *best, int64_t low,
                      const struct plan_stores *stores);

/* Takes `plan` over, choices copied, when it is better. */
void sc_plan_best_offer(const struct plan_work *work, struct plan_best *best,
                        const struct plan_best *plan);

#endif
