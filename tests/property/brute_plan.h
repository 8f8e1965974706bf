/*
 * brute_plan.h - the best plans for a short list by trying every assignment.
 *
 * Written from the contract alone: every line goes to each offer of each store
 * or is left out, every basket is priced, and the ties are settled as they are
 * worded there.
 */
#ifndef SC_TESTS_BRUTE_PLAN_H
#define SC_TESTS_BRUTE_PLAN_H

#include "domain/plan.h"

enum {
    BRUTE_PLAN_STORES = 4,
    BRUTE_PLAN_LINES = 5,
    BRUTE_PLAN_ACCEPTS = 3,
};

struct brute_plan {
    int64_t cost, goods, visits;
    uint32_t stores[BRUTE_PLAN_STORES]; /* ascending */
    size_t store_count;
};

/* The least total of a basket, deposits included. */
typedef int64_t (*brute_price_fn)(const struct sc_price_request *request);

/* `ret_plans` has max_stores entries, `ret_totals` one a store. */
void brute_plan(const struct sc_plan_request *request, brute_price_fn price,
                struct brute_plan *ret_plans, int64_t *ret_totals);

/* What the choices cost in one store, deposits included. */
int64_t brute_plan_goods(const struct sc_plan_request *request, brute_price_fn price,
                         uint32_t store, const struct sc_plan_choice *choices);

/* The store has the accepted product, counted or weighed as the line wants it. */
bool brute_plan_sells(const struct sc_plan_request *request, uint32_t store, size_t line,
                      uint32_t accept);

#endif
