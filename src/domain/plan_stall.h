/*
 * plan_stall.h - what a store has for this list: its offers, and the deals that can matter.
 *
 * Deals are sifted here, so that what remains links no more lines than it must:
 * those not available, of no use to this list, or with limits that no plan can
 * reach lose what does not matter.
 */
#ifndef SC_DOMAIN_PLAN_STALL_H
#define SC_DOMAIN_PLAN_STALL_H

#include "domain/plan_till.h"

struct plan_deal {
    struct sc_deal deal;    /* available to all, at any time */
    bool links;             /* what a line costs under it depends on other lines */
    bool is_live;           /* it has a threshold that a plan can reach or miss */
    const uint32_t *prices; /* what it touches: indexes of the store's prices, each once */
    size_t price_count;
    const bool *touches; /* [price] the same, of a live one; else NULL */
};

struct plan_stall {
    const struct sc_plan_store *store;
    uint32_t index;            /* in the request */
    struct plan_offer *offers; /* by line; `cost` is the shelf price with deposit */
    size_t offer_count;
    struct plan_deal *deals; /* line deals */
    size_t deal_count;
    struct plan_deal *basket_deals;
    size_t basket_deal_count;
    int64_t most_minor;    /* shelf price of the dearest offer of each line, together */
    struct plan_till till; /* all of both, with their thresholds */
};

/* SC_NO_MEMORY: the arena is full. */
SC_MUST_USE enum sc_status sc_plan_stall_init(struct plan_work *work, uint32_t store,
                                              struct plan_stall *ret_stall);

#endif
