/*
 * price_search.h - the least cost over every choice of uses, by branch and bound.
 *
 * Private to price*.c. Two ways: "free", where no threshold has to be looked
 * at and the sum of the lines is made least; and "linked", where thresholds
 * and basket deals are part of the search and the final sum is made least.
 */
#ifndef SC_DOMAIN_PRICE_SEARCH_H
#define SC_DOMAIN_PRICE_SEARCH_H

#include "domain/price_problem.h"

/* One use of a deal and what it takes of one good; uses follow each other. */
struct price_taking {
    uint32_t deal; /* in the problem */
    uint32_t good;
    int64_t amount;   /* units, or 1 for a weighed line */
    int64_t use_pays; /* of the whole use, on its first entry; 0 on the others */
    bool is_first;    /* of its use */
    bool is_got;      /* buy_get: at `value`, not at shelf price */
};

struct price_choice {
    struct price_taking *takings;
    size_t count;
    int64_t lines_sum; /* after line deals */
};

/* A part of a problem, searched on its own: goods and deals by number. */
struct price_part {
    const uint32_t *goods;
    size_t good_count;
    const uint32_t *deals;
    size_t deal_count;
};

struct price_found {
    struct price_choice choice; /* the best; lines_sum is of the part's goods only */
    int64_t value;              /* what was made least */
    int64_t bound;              /* nothing is below; equals value when exact */
};

/*
 * What a sum of lines ends as once the best basket deal that it reaches is
 * applied; `ret_basket` is its number among the problem's, or -1.
 */
int64_t price_after_basket(const struct price_problem *p, int64_t lines_sum, int *ret_basket);

/* The least that any sum of lines from `lines_sum` up can end as. */
int64_t price_after_basket_from(const struct price_problem *p, int64_t lines_sum);

/* Do the thresholds of the line deals used hold? */
bool price_thresholds_hold(const struct price_problem *p, const struct price_choice *choice);

/*
 * Searches a part. Free: thresholds are taken as reached. Linked: `part` is
 * the whole problem and `start` a valid choice to begin from.
 *
 * `ret_found->choice` lives in `arena`. SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status price_search_free(struct sc_arena *arena, const struct price_problem *p,
                                             const struct price_part *part,
                                             struct price_found *ret_found);
SC_MUST_USE enum sc_status price_search_linked(struct sc_arena *arena,
                                               const struct price_problem *p,
                                               const struct price_part *part,
                                               const struct price_choice *start,
                                               struct price_found *ret_found);

#endif
