/*
 * plan_search.h - which stores to visit: branch and bound over sets of shops.
 *
 * A set is worth a closer look (plan_set.h) only if each line at its least
 * conceivable cost in the set, plus the visits, could beat the best plan so far.
 */
#ifndef SC_DOMAIN_PLAN_SEARCH_H
#define SC_DOMAIN_PLAN_SEARCH_H

#include "domain/plan_set.h"

struct plan_search;

/* NULL when the arena is full. Shops that sell nothing of the list are left aside. */
struct plan_search *sc_plan_search_make(struct plan_work *work, struct plan_desk *desk,
                                        const struct plan_shops *shops);

/*
 * Looks for plans of exactly `size` stores that beat bests[size - 1], and
 * offers them to it and all behind it. Returns a fine cost that no plan of that
 * size is below, unless it is no better than the best found: INT64_MAX when
 * nothing was left open. Every set has a first look; after `most_steps` steps of
 * work none is looked at again.
 */
int64_t sc_plan_search_size(struct plan_search *search, size_t size, struct plan_best *bests,
                            size_t best_count, uint64_t most_steps);

#endif
