/*
 * price_problem.h - a basket as the search sees it: goods, and deals that take them.
 *
 * Private to price*.c. Units that no deal can tell apart (same price, same
 * deals) are one good with a count; each weighed line is a good of its own.
 */
#ifndef SC_DOMAIN_PRICE_PROBLEM_H
#define SC_DOMAIN_PRICE_PROBLEM_H

#include "domain/price.h"

struct price_good {
    int64_t price;  /* of one unit; of the whole line when weighed */
    int64_t per_kg; /* weighed only */
    int64_t grams;  /* weighed only */
    int64_t count;  /* units; 1 when weighed */
    bool is_weighed;
    uint32_t first_line; /* weighed: the line */
};

/* A line deal that can take something here. Limits are cut to what the basket has. */
struct price_deal {
    const struct sc_deal *from;
    uint32_t index; /* in the request */
    int64_t count;
    int64_t get;
    int64_t max_uses;
    int64_t max_units;
    const uint32_t *items; /* goods, dearest first */
    size_t item_count;
    const uint32_t *gets; /* buy_get only: goods, dearest first */
    size_t get_count;
    bool has_threshold;
};

struct price_problem {
    const struct sc_price_request *request;
    struct price_good *goods;
    size_t good_count;
    struct price_deal *deals;
    size_t deal_count;
    const struct sc_deal **basket_deals; /* available ones */
    uint32_t *basket_indices;
    size_t basket_count;
    uint32_t *good_of_line; /* one a line */
    uint32_t *unpriced;
    size_t unpriced_count;
    int64_t shelf;    /* of all lines, without deposits */
    int64_t deposits; /* of all lines */
};

/* SC_NO_MEMORY only. Everything lives in `arena`. */
SC_MUST_USE enum sc_status price_problem_build(struct sc_arena *arena,
                                               const struct sc_price_request *request,
                                               struct price_problem *ret_problem);

/* What one unit costs after `percent_off` or `cheapest_percent_off`. */
int64_t price_after_percent(int64_t price, int64_t basis_points_off);

/* What each of `count` lines pays under weight_price, in `ret_pays`; the sum is returned. */
int64_t price_weighed(const struct sc_deal *deal, const struct price_good *goods,
                      const uint32_t *taken, size_t count, int64_t *ret_pays);

/*
 * The most that taking one unit of `good` can add to what `deal` saves: for
 * every valid choice, the deal's saving is at most the sum of this over all it
 * takes. `is_item` and `is_get` say where the good stands in the deal.
 */
int64_t price_unit_saving(const struct price_deal *deal, const struct price_good *good,
                          bool is_item, bool is_get);

#endif
