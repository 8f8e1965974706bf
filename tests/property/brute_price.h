/*
 * brute_price.h - the least total of a small basket by trying everything.
 *
 * Written from the contract alone and as plainly as can be: a bit a unit (or
 * weighed line), for each deal every way to take units, then every combination.
 */
#ifndef SC_TESTS_BRUTE_PRICE_H
#define SC_TESTS_BRUTE_PRICE_H

#include "domain/price.h"

enum {
    BRUTE_UNITS_MAX = 10,
};

/* The least total, deposits included. At most BRUTE_UNITS_MAX units and weighed lines in all. */
int64_t brute_price(const struct sc_price_request *request);

/* Whether `deal` can take this much of each line for `pays` in `times` uses. */
bool brute_can_use(const struct sc_price_request *request, uint32_t deal, int64_t times,
                   const struct sc_price_take *takes, size_t take_count, int64_t pays);

#endif
