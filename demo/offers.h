/*
 * offers.h - the deals of the demo world's chains on one day.
 *
 * The full-range chain has deals of every kind that the transparency files can
 * say: sale prices and multi-buys drawn for each family of products, and a
 * table of particular ones (for the club, by coupon, over a threshold, ended,
 * not begun, ending today). The Merchant chain has its own table; the
 * discounter has none. Kinds and values are those of domain/deal.h.
 */
#ifndef SC_DEMO_OFFERS_H
#define SC_DEMO_OFFERS_H

#include "demo/prices.h"
#include "domain/deal.h"

enum demo_audience {
    DEMO_EVERYBODY,
    DEMO_CLUB,
    DEMO_CARD,
};

struct demo_offer {
    uint32_t number;    /* the chain's own; the same as long as the offer runs */
    struct sc_str text; /* what the shop's poster says */
    enum sc_deal_kind kind;
    int64_t first_day, last_day; /* both included */
    int count, get;
    int64_t value;
    int min_grams;        /* 0: any weight */
    int max_grams;        /* 0: no limit */
    int max_units;        /* 0: no limit */
    int basket_min_cents; /* 0: no threshold */
    enum demo_audience audience;
    const char *coupon;    /* NULL: none needed */
    bool is_delivery;      /* an unpriced one that waives the delivery fee; else a gift or stamps */
    bool is_first_store;   /* only in the chain's first shop */
    const uint32_t *items; /* places in the world's products, in order; none: the whole basket */
    size_t item_count;
    const uint32_t *gifts; /* buy_get whose gifts are other products; else NULL */
    size_t gift_count;
};

struct demo_offers {
    const struct demo_offer *at;
    size_t count;
};

/* What is published at a place, in `arena`. SC_NO_MEMORY is the only failure. */
SC_MUST_USE enum sc_status demo_offers_make(struct sc_arena *arena, const struct demo_place *place,
                                            struct demo_offers *ret_offers);

#endif
