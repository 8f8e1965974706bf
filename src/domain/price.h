/*
 * price.h - the least total of a basket over every valid choice of deals.
 *
 * The rules are the pricing contract's, section 1 (docs/pricing.md). Pure: no
 * clock, no I/O. Exact unless the work limit ends the search, and then it says so.
 */
#ifndef SC_DOMAIN_PRICE_H
#define SC_DOMAIN_PRICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "domain/deal.h"

enum {
    SC_PRICE_LINES_MAX = 500,  /* pricing contract, section 0 */
    SC_PRICE_DEALS_MAX = 2000, /* the same */
    SC_PRICE_EXACT_UNITS = 24, /* exactness is owed up to so many linked units (section 3) */
};

struct sc_basket_line {
    uint32_t product;      /* lines with the same number are the same product */
    bool is_weighed;       /* same for all lines of a product */
    int64_t amount;        /* units 1..999, or grams 1..99999 when weighed */
    int64_t price_minor;   /* per unit, or per kg when weighed; same for all lines of a product */
    int64_t deposit_minor; /* per unit; 0 when weighed */
};

/* How much work is spent? Returning true ends the search; called every few thousand steps. */
struct sc_work_limit {
    bool (*is_spent)(void *context); /* NULL: no limit */
    void *context;
};

struct sc_price_request {
    const struct sc_basket_line *lines;
    size_t line_count;
    const struct sc_deal *deals;
    size_t deal_count;
    struct sc_shopper shopper;
    int64_t at_us;
    bool wants_nudges;
    bool no_search; /* budget 0: a quick valid answer, exact only where that needs no search */
    struct sc_work_limit limit;
};

struct sc_price_take {
    uint32_t line;
    int64_t amount; /* units, or grams of a weighed line (always the whole line) */
};

struct sc_price_use {
    uint32_t deal; /* index in the request */
    int64_t times;
    const struct sc_price_take *takes; /* by line, each once; none for a basket deal */
    size_t take_count;
    int64_t pays_minor;
    int64_t saves_minor;
};

struct sc_price_line {
    int64_t shelf_minor; /* without deposit */
    int64_t pays_minor;  /* after line deals, without deposit */
};

struct sc_price_nudge {
    uint32_t deal;
    uint32_t line;
    int64_t add_units;
    int64_t total_minor;
};

struct sc_price_answer {
    int64_t total_minor;       /* with deposits */
    int64_t shelf_total_minor; /* with deposits */
    int64_t deposits_minor;
    bool is_exact;
    int64_t bound_minor; /* no valid choice is below; equals total_minor when exact */
    const struct sc_price_use *uses;
    size_t use_count;
    const struct sc_price_line *lines; /* as many as asked, in their order */
    const uint32_t *unpriced;          /* available deals of no known kind, by index */
    size_t unpriced_count;
    const struct sc_price_nudge *nudges;
    size_t nudge_count;
};

/* round_half_up(a * b / divisor) for a, b >= 0, divisor > 0; asserts that it fits. */
int64_t sc_price_mul_div(int64_t a, int64_t b, int64_t divisor);

/* Shelf price of a line without deposit. */
int64_t sc_price_shelf(const struct sc_basket_line *line);

/*
 * Prices the basket. Everything in the answer lives in `arena`.
 *
 * The request holds to the limits of the contract's section 0; the reader of
 * outside input (basket_json.h) sees to that.
 *
 * SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_price_basket(struct sc_arena *arena,
                                           const struct sc_price_request *request,
                                           struct sc_price_answer *ret_answer);

#endif
