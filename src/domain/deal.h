/*
 * deal.h - what a deal is: the one model every retailer's offers are turned into.
 *
 * The meaning of each kind is the pricing contract's (docs/pricing.md). Money
 * is in the minor unit of the store's currency, weight in grams, percentages
 * in basis points (10000 = 100 %).
 */
#ifndef SC_DOMAIN_DEAL_H
#define SC_DOMAIN_DEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum sc_deal_kind {
    SC_DEAL_BUNDLE_TOTAL,         /* `count` units together cost `value` */
    SC_DEAL_PERCENT_OFF,          /* at least `count` units, each `value` basis points off */
    SC_DEAL_AMOUNT_OFF,           /* `count` units together cost `value` less */
    SC_DEAL_CHEAPEST_PERCENT_OFF, /* of `count` units the cheapest gets `value` off */
    SC_DEAL_BUY_GET,              /* `count` at shelf price, up to `get` more at `value` each */
    SC_DEAL_WEIGHT_PRICE,         /* whole weighed lines at `value` per kg */
    SC_DEAL_BASKET_PERCENT_OFF,   /* the final sum, `value` basis points off */
    SC_DEAL_BASKET_AMOUNT_OFF,    /* the final sum, `value` less */
    SC_DEAL_UNPRICED,             /* kept and shown, never priced */
};

/* Stands in max_uses, max_units and max_grams for "no limit". */
#define SC_DEAL_NO_LIMIT INT64_MAX
/* Stands in basket_min for "no threshold". */
#define SC_DEAL_NO_MIN INT64_C(-1)
/* Stand in starts_us and ends_us for "unbounded". */
#define SC_DEAL_ALWAYS_FROM INT64_MIN
#define SC_DEAL_ALWAYS_TO   INT64_MAX

struct sc_deal {
    struct sc_str id;
    enum sc_deal_kind kind;
    int64_t count;      /* units; 1 for percent_off without one */
    int64_t get;        /* buy_get only */
    int64_t value;      /* minor units or basis points, by kind */
    int64_t min_grams;  /* weight_price only; 1 by default */
    int64_t max_grams;  /* weight_price only, or SC_DEAL_NO_LIMIT */
    int64_t max_uses;   /* or SC_DEAL_NO_LIMIT */
    int64_t max_units;  /* or SC_DEAL_NO_LIMIT */
    int64_t basket_min; /* or SC_DEAL_NO_MIN */
    bool basket_min_counts_own;
    int64_t starts_us, ends_us;     /* both included, UTC */
    struct sc_str coupon;           /* absent: none needed */
    const struct sc_str *audiences; /* none: everybody */
    size_t audience_count;
    /*
     * Products by their number in the caller's table (see price.h); sorted,
     * each once. Numbers of products that are not in the basket may be left out.
     */
    const uint32_t *items;
    size_t item_count;
    const uint32_t *get_items; /* buy_get only; NULL: the same as `items` */
    size_t get_item_count;
};

/* What a shopper can show: loyalty cards and clubs, and coupon codes. */
struct sc_shopper {
    const struct sc_str *audiences;
    size_t audience_count;
    const struct sc_str *coupons;
    size_t coupon_count;
};

/* "bundle_total" and so on; "unpriced" for SC_DEAL_UNPRICED. Static storage. */
struct sc_str sc_deal_kind_name(enum sc_deal_kind kind);
/* The kind of that name; any other name is SC_DEAL_UNPRICED. */
enum sc_deal_kind sc_deal_kind_of(struct sc_str name);

bool sc_deal_is_basket_kind(enum sc_deal_kind kind);

/* In time, and open to this shopper. */
bool sc_deal_is_available(const struct sc_deal *deal, const struct sc_shopper *shopper,
                          int64_t at_us);

#endif
