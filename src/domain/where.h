/*
 * where.h - where to buy a list: from what shops sell and ask to plans with their proof.
 *
 * The caller gathers facts (lines with what would do for each, stores with
 * their prices and deals); this module plans over them (plan.h) and prices each
 * chosen store's basket again by itself (price.h), which is what a shopper can
 * check at the till. Money is in the minor unit of the one currency that all
 * stores here share. Pure: no clock, no I/O.
 *
 * Products are the items of retailers: what two retailers sell under one GTIN
 * are two items, each with the name on that shop's own shelf.
 */
#ifndef SC_DOMAIN_WHERE_H
#define SC_DOMAIN_WHERE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "domain/deal.h"
#include "domain/match.h"
#include "domain/plan.h"
#include "domain/price.h"

enum {
    SC_WHERE_UNITS_MAX = 999, /* of one product on one line: the pricing contract's limits */
    SC_WHERE_GRAMS_MAX = 99999,
};

/* What one retailer sells under one code. */
struct sc_where_item {
    int64_t id;
    int64_t product_id;
    uint64_t gtin; /* 0: none */
    struct sc_str retailer_key, code, name, brand;
    enum sc_size_unit size_unit;
    int64_t size_milli; /* of one package, thousandths of size_unit; 0: not known */
    bool is_weighed;
};

/* A product that the line's words may mean: shown when there is a doubt. */
struct sc_where_guess {
    int64_t product_id;
    uint64_t gtin; /* 0: none */
    struct sc_str name;
    double score; /* 0..1 */
};

/* An item that would do for a line. */
struct sc_where_accept {
    uint32_t item;
    int64_t amount;          /* that fills the line: units, or grams if the item is weighed */
    double score;            /* of the match, 0..1 */
    bool amount_is_doubtful; /* the size is not known, or far more than wanted */
};

struct sc_where_line {
    struct sc_str text; /* as typed */
    struct sc_str note; /* the shopper's own, or absent */
    enum sc_match_confidence confidence;
    struct sc_str problem;                 /* the line cannot be read: why; else absent */
    const struct sc_where_accept *accepts; /* each item once; those sold nowhere here included */
    size_t accept_count;
    const struct sc_where_guess *guesses; /* best first, what was taken included */
    size_t guess_count;
};

/* What a shelf says, as the files tell it. */
struct sc_where_shelf {
    int64_t price_minor;   /* the special price where there is one; per kg if weighed */
    int64_t regular_minor; /* without the special; 0: not given */
    bool is_special;
    int64_t special_from_us, special_to_us; /* both included; INT64_MIN and MAX: not said */
};

enum sc_where_special {
    SC_WHERE_NO_SPECIAL, /* the regular price */
    SC_WHERE_SPECIAL_ON,
    SC_WHERE_SPECIAL_OVER, /* over, or not begun, and the regular price is not known */
};

struct sc_where_price {
    uint32_t item;
    int64_t price_minor;   /* now, per unit or per kg */
    int64_t regular_minor; /* beside a special: without it; 0: not given */
    int64_t deposit_minor; /* per unit, on top */
    enum sc_where_special special;
    int64_t special_to_local_us; /* its last moment on the shop's clock; INT64_MAX: not said */
    int64_t low_said_minor;      /* lowest of 30 days, as the retailer says; 0: not given */
    int64_t low_seen_minor; /* lowest of 30 days, as we saw; 0: nothing seen before this price */
    int64_t seen_us;        /* when the newest file that confirms it was made */
    int64_t seen_local_us;  /* the same on the shop's clock */
    struct sc_str source;   /* whose word it is: "il", "hr", ... */
    bool is_outlier;        /* far from what all other shops ask */
};

/* What people are told of a deal, beside what is priced. */
struct sc_where_offer {
    struct sc_str source_id;     /* the retailer's own number */
    struct sc_str text;          /* the retailer's own words */
    struct sc_str words;         /* ours (deal_words.h) */
    struct sc_str unpriced_kind; /* what it was, when not priced; else absent */
    int64_t ends_local_us;       /* on the shop's clock; INT64_MAX: never */
};

struct sc_where_store {
    int64_t id;
    struct sc_str retailer_key, retailer_name, code, name, address, city;
    bool has_distance;
    int64_t distance_m; /* as the crow flies */
    int64_t visit_minor;
    int64_t at_local_us;                 /* the time asked for, on the shop's clock */
    const struct sc_where_price *prices; /* sorted by item, each once */
    size_t price_count;
    const struct sc_deal *deals;         /* items by their index */
    const struct sc_where_offer *offers; /* one a deal */
    size_t deal_count;
};

struct sc_where_facts {
    const struct sc_where_line *lines;
    size_t line_count; /* at most SC_PRICE_LINES_MAX */
    const struct sc_where_item *items;
    size_t item_count;
    const struct sc_where_store *stores;
    size_t store_count; /* at most SC_PLAN_STORES_MAX */
    struct sc_shopper shopper;
    int64_t at_us;
    int64_t missing_minor;
    uint32_t max_stores;
};

/* One line of the list, bought. */
struct sc_where_buy {
    uint32_t line, accept;
    const struct sc_where_price *price;
};

/* One store of a plan: what is bought there, priced by itself. */
struct sc_where_visit {
    uint32_t store;
    const struct sc_where_buy *buys; /* by line; buy i is line i of the basket */
    size_t buy_count;
    struct sc_price_request basket; /* what was priced, nudges asked for */
    struct sc_price_answer till;
    /* The same basket with every card and club that a deal here asks for; not above the till's. */
    int64_t with_cards_minor;
};

struct sc_where_plan {
    int64_t goods_minor; /* with deposits */
    int64_t deposits_minor;
    int64_t visits_minor;
    int64_t total_minor;     /* goods and visits, without the weight of missing lines */
    const uint32_t *missing; /* lines, in order */
    size_t missing_count;
    const struct sc_where_visit *visits; /* nearest first, then by store */
    size_t visit_count;
    bool is_exact;
    int64_t bound_minor; /* no plan's goods + visits + missing weights can be below */
    int64_t cost_minor;  /* the same sum of this plan */
};

/* What all the lines that a store sells cost there. */
struct sc_where_store_total {
    int64_t goods_minor;
    bool is_exact;
    const uint32_t *missing;
    size_t missing_count;
};

struct sc_where_answer {
    const struct sc_where_plan *plans; /* max_stores: at most 1, 2, ... stores */
    size_t plan_count;
    size_t best;                               /* the plan that we recommend */
    const struct sc_where_store_total *stores; /* one a store */
};

/* What the shelf says at a time: a special that is over gives way to the regular price. */
void sc_where_shelf_at(const struct sc_where_shelf *shelf, int64_t at_us,
                       struct sc_where_price *ret_price);

/*
 * The lowest price of the last 30 days, if a special price is above it; else 0.
 * Both the retailer's own figure and what we saw count.
 */
int64_t sc_where_special_low(const struct sc_where_price *price);

/* Whether the shopper should look at it: another product may be meant, or the amount is a guess. */
bool sc_where_is_doubtful(const struct sc_where_facts *facts, const struct sc_where_buy *buy);

/* The price of an item at a store, or NULL. */
const struct sc_where_price *sc_where_price_of(const struct sc_where_store *store, uint32_t item);

/* Shelf price of `amount` of it, without deposit. */
int64_t sc_where_shelf_minor(const struct sc_where_item *item, const struct sc_where_price *price,
                             int64_t amount);

/* The store that fills the line for the least, by shelf prices and deposits; false: none does. */
struct sc_where_seller {
    uint32_t store, accept;
    int64_t minor;
};
bool sc_where_cheapest_seller(const struct sc_where_facts *facts, uint32_t line,
                              struct sc_where_seller *ret_seller);

/* Why a line is not in a plan. */
enum sc_where_gap {
    SC_WHERE_NOT_UNDERSTOOD,  /* its `problem` says why */
    SC_WHERE_NOTHING_LIKE_IT, /* here */
    SC_WHERE_NOT_SURE,        /* there are guesses, and none is surely it */
    SC_WHERE_NOT_SOLD,        /* it is known, and on no shelf here now */
    SC_WHERE_NOT_WORTH_IT,    /* it is sold at `ret_seller`, which the plan leaves out */
};
enum sc_where_gap sc_where_gap_of(const struct sc_where_facts *facts, uint32_t line,
                                  struct sc_where_seller *ret_seller);

/*
 * Plans and proves. All of the answer lives in `arena` and borrows `facts`. A
 * search that `limit` ends early is not the last word: no plan is dearer than
 * one made without a look at deals.
 *
 * SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_where_answer(struct sc_arena *arena,
                                           const struct sc_where_facts *facts,
                                           struct sc_work_limit limit,
                                           struct sc_where_answer *ret_answer);

#endif
