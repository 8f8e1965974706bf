/*
 * price_solve.h - the best choice for a whole problem: parts, thresholds, basket deals.
 *
 * Private to price*.c.
 */
#ifndef SC_DOMAIN_PRICE_SOLVE_H
#define SC_DOMAIN_PRICE_SOLVE_H

#include "domain/price_search.h"

/*
 * `ret_found->value` is the final sum, a basket deal included, without
 * deposits. SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status price_solve(struct sc_arena *arena, const struct price_problem *p,
                                       struct price_found *ret_found);

#endif
