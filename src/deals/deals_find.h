/*
 * deals_find.h - the deals about some goods in some stores, ready to be priced and told.
 */
#ifndef SC_DEALS_DEALS_FIND_H
#define SC_DEALS_DEALS_FIND_H

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "domain/deal.h"
#include "domain/where.h"
#include "store/tx.h"

enum {
    DEALS_FOUND_MAX = 100000, /* of all stores together */
    DEALS_FOUND_ROWS_MAX = 2000000,
};

struct deals_ask {
    const int64_t *stores;
    size_t store_count;
    /* The goods: item i is what retailer retailers[i] sells as codes[i]. */
    const int64_t *retailers;
    const struct sc_str *codes;
    size_t item_count;
    int64_t at_us;
    int places; /* decimals of the currency, for the words */
};

/* What is on in one store; offers[i] is what people are told of deals[i]. */
struct deals_found {
    const struct sc_deal *deals; /* their items are places in the goods */
    const struct sc_where_offer *offers;
    size_t count;
};

/*
 * For each store of `ask`, in their order, what is on there at that time and can
 * be triggered by the goods, or takes the whole basket; a deal with gifts only
 * if one is among the goods. All lives in the request's arena.
 *
 * SC_LIMITED: a store has more than SC_PRICE_DEALS_MAX such deals. Else failures
 * are the database's (store/tx.h) and SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status deals_find(struct sc_tx *tx, const struct deals_ask *ask,
                                      const struct deals_found **ret_found);

#endif
