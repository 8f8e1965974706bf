/*
 * plan_till.h - what a basket costs in one store, asked of the price engine.
 */
#ifndef SC_DOMAIN_PLAN_TILL_H
#define SC_DOMAIN_PLAN_TILL_H

#include "domain/plan_work.h"

#define SC_PLAN_NO_GROUP UINT32_MAX

/* One way to fill one line in one store. */
struct plan_offer {
    uint32_t line;
    uint32_t accept; /* index in the line's accepts */
    uint32_t price;  /* index in the store's prices */
    uint32_t group;  /* index of the shop's group that may take it, or SC_PLAN_NO_GROUP */
    int64_t shelf_minor;
    int64_t deposit_minor; /* of all units */
    int64_t cost;          /* fine: see plan_shop.h and plan_group.h */
    /* Fine; bounds on the cost where the deal that the shop's needs are for, see tune() */
    int64_t own;   /* takes all of it; SC_PLAN_NEVER: it takes none */
    int64_t other; /* takes none of it */
};

/* A store's shelves and the deals that count there. */
struct plan_till {
    const struct sc_plan_store *store;
    const struct sc_deal *deals;
    size_t deal_count;
};

/* All in minor units. */
struct plan_bill {
    int64_t goods;       /* without deposits */
    int64_t goods_bound; /* no price is below; equals goods when exact */
    int64_t deposits;
};

/*
 * The bill of `count` offers of the till's store. When the arena is full the
 * work's status says so, and the bill is the shelf price, bounded by nothing.
 */
struct plan_bill sc_plan_ring_up(struct plan_work *work, const struct plan_till *till,
                                 const struct plan_offer *const *offers, size_t count);

#endif
