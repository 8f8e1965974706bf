/*
 * random_deal.h - deals of every kind, made by chance; small limits and thresholds, so that they
 * bite.
 */
#ifndef SC_TESTS_PROPERTY_RANDOM_DEAL_H
#define SC_TESTS_PROPERTY_RANDOM_DEAL_H

#include "domain/deal.h"
#include "property/random.h"

/*
 * A deal of this kind over some of the products 0 .. products - 1, one of which
 * costs `price`. `items` and `gets` have room for them all; the deal points to both.
 */
struct sc_deal random_deal(struct random *r, enum sc_deal_kind kind, int64_t price,
                           uint32_t products, uint32_t *items, uint32_t *gets);

#endif
