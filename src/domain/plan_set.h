/*
 * plan_set.h - the cheapest way to buy the list in given stores.
 *
 * The lines are first placed as if nothing but groups linked them: every line
 * where it is cheapest, then every group takes what it gains most by. That
 * never costs more than any real plan. Where two groups take the same line, or
 * a case's threshold was granted but not reached, the search branches.
 */
#ifndef SC_DOMAIN_PLAN_SET_H
#define SC_DOMAIN_PLAN_SET_H

#include "domain/plan_best.h"
#include "domain/plan_shop.h"

/* Room to work in, made once for all sets. */
struct plan_desk;

/* Which plan is looked for, and where it is kept. */
struct plan_goal {
    bool buys_all;           /* every line that is sold must be bought: a store's total */
    struct plan_best *bests; /* a plan of n stores is offered to bests[n - 1] and all behind */
    size_t best_count;
    const struct plan_best *rival; /* the one to beat: what cannot is not looked at closer */
    uint64_t most_nodes;           /* of the search in one set; what is left then stays open */
};

/* NULL when the arena is full. */
struct plan_desk *sc_plan_desk_make(struct plan_work *work, const struct plan_shops *shops);

/*
 * Looks for the best plan in these 1..SC_PLAN_VISITS_MAX shops of different
 * stores and offers what it finds. Returns a fine cost that no plan in all of
 * them is below; what could beat the rival was found if that bound cannot.
 */
int64_t sc_plan_set_solve(struct plan_desk *desk, const struct plan_goal *goal,
                          struct plan_shop *const *shops, size_t shop_count);

#endif
