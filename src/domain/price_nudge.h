/*
 * price_nudge.h - "one more and it is cheaper".
 *
 * Private to price*.c; the rule is the pricing contract's, section 1.
 */
#ifndef SC_DOMAIN_PRICE_NUDGE_H
#define SC_DOMAIN_PRICE_NUDGE_H

#include "domain/price.h"

/*
 * Puts at most one nudge a deal into `answer`, which is exact. A candidate that
 * cannot be priced exactly within the request's limit is passed over.
 */
SC_MUST_USE enum sc_status price_nudges(struct sc_arena *arena,
                                        const struct sc_price_request *request,
                                        struct sc_price_answer *answer);

#endif
