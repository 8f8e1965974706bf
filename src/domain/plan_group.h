/*
 * plan_group.h - lines that compete for the same deals in one store.
 *
 * Most lines of a list can be bought without a look at the others. The rest
 * fall, store by store, into groups: the products that one deal, or several
 * overlapping ones, take together, and the lines that accept them. What a
 * store's basket costs is the sum over its groups and its lines outside them.
 *
 * The one question to a group: when each line is worth this much (what it costs
 * elsewhere), which of the lines should be bought here? Answered exactly, by
 * branch and bound over the lines with prices from the price engine, each
 * basket priced once.
 */
#ifndef SC_DOMAIN_PLAN_GROUP_H
#define SC_DOMAIN_PLAN_GROUP_H

#include "domain/plan_till.h"

/* A line of a group, and its offers. */
struct plan_member {
    uint32_t line;
    uint32_t first_offer;
    uint32_t offer_count;
};

/* A basket of a group, fine. */
struct plan_basket {
    int64_t low;  /* no less, deposits included */
    int64_t high; /* the price found; equals low when the price is exact */
};

struct plan_group {
    struct plan_till till;
    int64_t paid_bp;           /* share that is left to pay after the basket deal: 0..10000 */
    struct plan_offer *offers; /* by line; `cost` is a bound that adds up over a basket */
    size_t offer_count;
    struct plan_member *members;
    size_t member_count;
    bool is_touched;          /* by the deal that the shop's needs are for */
    bool *bans;               /* [offer] not to be taken; all false at first, set by whoever asks */
    struct plan_notes *notes; /* baskets priced so far, and room to search in */

    /* The answer to the last question. */
    const struct plan_offer **taken; /* each line at most once */
    size_t taken_count;
    struct plan_basket basket;
};

struct plan_question {
    const int64_t *worth; /* [line] fine */
    int64_t bonus;        /* fine, 0..SC_PLAN_FINE, for each minor unit spent here: */
    bool is_by_shelf;     /* of shelf price, or else of what is paid, see sc_plan_after_bonus() */
};

/*
 * A bound on an offer's cost less the bonus for what is paid for it, except by
 * the deal that the shop's needs are for. The bounds add up over a basket.
 */
int64_t sc_plan_after_bonus(const struct plan_question *question, const struct plan_offer *offer);

/* Makes a group over `offers` (two lines or more); false when the arena is full. */
bool sc_plan_group_init(struct plan_work *work, struct plan_group *group);

/* What 1 or more of the group's offers cost, of different lines. */
struct plan_basket sc_plan_group_price(struct plan_work *work, struct plan_group *group,
                                       const struct plan_offer *const *offers, size_t count);

/*
 * Finds the basket with the most gain: what its lines are worth less what it
 * costs. The basket is left in the group until the next question; it may be
 * empty. Returns the gain that no basket beats: that of the basket found,
 * unless the search was ended.
 */
int64_t sc_plan_group_ask(struct plan_work *work, struct plan_group *group,
                          const struct plan_question *question);

#endif
