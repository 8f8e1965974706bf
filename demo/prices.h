/*
 * prices.h - what a product costs in one chain's zone on one day.
 *
 * A price is a function of the day and never remembered, so the files of any
 * two days fit each other: from one day to the next one price in a hundred
 * drifts, and as many specials start or end. A whole family moves together.
 */
#ifndef SC_DEMO_PRICES_H
#define SC_DEMO_PRICES_H

#include "demo/world.h"

/* Who asks: a chain's zone, on a day. */
struct demo_place {
    const struct demo_world *world;
    enum demo_chain_id chain;
    int zone;
    int64_t day;
};

struct demo_special {
    int cents;
    int64_t first_day, last_day; /* both included */
};

/* The price without specials; a deposit is not in it. */
int demo_regular_cents(const struct demo_place *place, const struct demo_product *product);

/* Whether the product is on special that day; `ret_special` is written only then. */
bool demo_has_special(const struct demo_place *place, const struct demo_product *product,
                      struct demo_special *ret_special);

/* The least that was asked on any of the 30 days before. */
int demo_low_30d_cents(const struct demo_place *place, const struct demo_product *product);

/* The nearest price that a shop would write: 1.39, 1.45, 12.99. */
int demo_shelf_cents(int cents);

#endif
