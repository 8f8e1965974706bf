/*
 * shelf_find.h - what stores sell of some products, and for how much.
 */
#ifndef SC_RETAIL_SHELF_FIND_H
#define SC_RETAIL_SHELF_FIND_H

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "domain/where_accept.h"
#include "store/tx.h"

enum {
    SHELF_ITEMS_MAX = 200000,   /* of all the products together */
    SHELF_PRICES_MAX = 1000000, /* of them in all the stores */
};

/*
 * What any retailer sells as one of these products, by id. Failures are the
 * database's (store/tx.h) and SC_NO_MEMORY; all lives in the request's arena.
 */
SC_MUST_USE enum sc_status shelf_items_find(struct sc_tx *tx, const int64_t *product_ids,
                                            size_t product_count, struct sc_where_goods *ret_goods);

struct shelf_ask {
    const int64_t *stores;
    size_t store_count;
    const struct sc_where_goods *goods; /* as shelf_items_find gave them: by id */
    int64_t at_us;
    int64_t
        seen_from_us; /* prices that no file has confirmed since are left out; INT64_MIN: none */
};

/* What one store asks, by item (a place in the goods). */
struct shelf_prices {
    const struct sc_where_price *at;
    size_t count;
};

/* For each store of `ask`, in their order. Fails as shelf_items_find does. */
SC_MUST_USE enum sc_status shelf_prices_find(struct sc_tx *tx, const struct shelf_ask *ask,
                                             const struct shelf_prices **ret_shelves);

#endif
