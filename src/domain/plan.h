/*
 * plan.h - where to buy a list: the cheapest one, two, ... stores.
 *
 * The rules are the pricing contract's, section 2 (docs/pricing.md). Pure: no
 * clock, no I/O. Exact unless the work limit ends the search, and then it says so.
 */
#ifndef SC_DOMAIN_PLAN_H
#define SC_DOMAIN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "domain/deal.h"
#include "domain/price.h"

enum {
    SC_PLAN_STORES_MAX = 200, /* pricing contract, section 0 */
    SC_PLAN_VISITS_MAX = 10,  /* most stores in one plan; the same */
};

/* A product that would do for a line, and how much of it fills the line. */
struct sc_plan_accept {
    uint32_t product;
    bool is_weighed; /* `amount` is grams, else units */
    int64_t amount;
};

struct sc_plan_line {
    const struct sc_plan_accept *accepts;
    size_t accept_count;
};

struct sc_plan_price {
    uint32_t product;
    bool is_weighed;
    int64_t price_minor;   /* per unit, or per kg when weighed */
    int64_t deposit_minor; /* per unit; 0 when weighed */
};

struct sc_plan_store {
    int64_t visit_minor;
    const struct sc_plan_price *prices; /* sorted by product, each once */
    size_t price_count;
    const struct sc_deal *deals;
    size_t deal_count;
};

struct sc_plan_request {
    const struct sc_plan_line *lines;
    size_t line_count;
    const struct sc_plan_store *stores;
    size_t store_count;
    int64_t missing_minor;
    uint32_t max_stores; /* 1..SC_PLAN_VISITS_MAX */
    struct sc_shopper shopper;
    int64_t at_us;
    bool no_search;
    struct sc_work_limit limit;
};

/* Stands in place of a store: the line is left out. */
#define SC_PLAN_MISSING UINT32_MAX

struct sc_plan_choice {
    uint32_t store;  /* index in the request, or SC_PLAN_MISSING */
    uint32_t accept; /* index in the line's accepts */
};

struct sc_plan {
    int64_t cost_minor;  /* goods + visits + missing lines */
    int64_t goods_minor; /* with deposits */
    int64_t visits_minor;
    const uint32_t *stores; /* ascending */
    size_t store_count;
    const struct sc_plan_choice *choices; /* one a line */
    bool is_exact;
    int64_t bound_minor; /* equals cost_minor when exact */
};

struct sc_plan_store_total {
    int64_t goods_minor;  /* least price of all the lines that it sells */
    const bool *has_line; /* one a line */
    bool is_exact;
};

struct sc_plan_answer {
    const struct sc_plan *plans;              /* max_stores of them: at most 1, 2, ... stores */
    const struct sc_plan_store_total *stores; /* one a store */
};

/*
 * Plans the list. Everything in the answer lives in `arena`.
 *
 * SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_plan_list(struct sc_arena *arena,
                                        const struct sc_plan_request *request,
                                        struct sc_plan_answer *ret_answer);

#endif
