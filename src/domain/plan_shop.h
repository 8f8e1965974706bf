/*
 * plan_shop.h - a store made ready for planning: one shop for each case of its thresholds.
 *
 * A deal with a threshold, and a basket deal, makes what one line costs depend
 * on all others. So a store is looked at once for each case: "this threshold
 * deal is used" (then it costs nothing to reach, but `needs_minor` must be
 * spent) and "it is not". In each case, called a shop, the cost of a basket is
 * at least the sum of its groups and single offers, plus `fixed`. In a shop
 * without such a deal it is exactly that sum. The store's price of a basket is
 * the least over its shops, and a plan visits a store as one shop only.
 *
 * A store with many such deals gets one shop that grants all of them at once.
 */
#ifndef SC_DOMAIN_PLAN_SHOP_H
#define SC_DOMAIN_PLAN_SHOP_H

#include "domain/plan_group.h"

/* A threshold deal that a shop takes as used. */
struct plan_threshold {
    int64_t basket_min;
    bool counts_own;
    const bool *touches; /* [price] the deal may take this product */
};

struct plan_shop {
    uint32_t store;                          /* index in the request */
    struct plan_till till;                   /* all its deals, with their thresholds */
    bool is_additive;                        /* in this case the sum is the price */
    const struct plan_threshold *thresholds; /* where all hold, the sum is the price too, */
    size_t threshold_count;
    bool is_estimate;    /* unless a basket deal or an inexact price has a part in it */
    int64_t fixed;       /* fine: the visit, less what a basket deal cuts */
    int64_t needs_minor; /* what must be spent here, see tune() in plan_set.c; 0: any */

    /* By line, then by `cost`: what the offer costs whatever else is bought, at most. */
    const struct plan_offer *singles;
    const uint32_t *single_first; /* [line + 1] into singles */
    bool *single_bans;            /* [single] not to be taken; false but during a search */
    struct plan_group *groups;
    size_t group_count;
    const int64_t *low; /* [line] fine: no plan gets it for less here; SC_PLAN_NEVER: not sold */
};

/* The shops of all stores, in the stores' order. */
struct plan_shops {
    struct plan_shop *at;
    size_t count;
};

/* SC_NO_MEMORY: the arena is full. */
SC_MUST_USE enum sc_status sc_plan_open_shops(struct plan_work *work, struct plan_shops *ret_shops);

#endif
