/*
 * store_find.h - stores by place or by name.
 */
#ifndef SC_RETAIL_STORE_FIND_H
#define SC_RETAIL_STORE_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "domain/trip.h"
#include "retail/store_kind.h"
#include "store/tx.h"

enum {
    STORES_FOUND_MAX = 5000,
};

struct store_found {
    struct sc_str word; /* the one that named it; absent: found by its place */
    int64_t id, retailer_id;
    struct sc_str retailer_key, retailer_name, code, name, address, city;
    enum retail_store_kind kind;
    struct sc_str currency; /* absent: not known */
    bool has_place;
    struct sc_place place;
    int64_t at_local_us; /* the time asked about, on the store's clock */
    bool has_prices;
};

struct stores_found {
    const struct store_found *at;
    size_t count;
    int64_t total; /* how many there are: `count`, or more than STORES_FOUND_MAX */
};

/*
 * Stores within the radius, the nearest first, then those that sell something and
 * whose place is not known. Failures are the database's (store/tx.h) and
 * SC_NO_MEMORY; all lives in the request's arena.
 */
SC_MUST_USE enum sc_status stores_near_find(struct sc_tx *tx, struct sc_place place,
                                            double radius_m, int64_t at_us,
                                            struct stores_found *ret_stores);

/*
 * Stores that words name: by id, by the retailer and its code ("konzum/0204"), or
 * by the code alone. In the order of the words; none or several of each. Fails
 * as stores_near_find does.
 */
SC_MUST_USE enum sc_status stores_named_find(struct sc_tx *tx, const struct sc_str *words,
                                             size_t count, int64_t at_us,
                                             struct stores_found *ret_stores);

/*
 * At most `most` stores whose key, name or city comes nearest to a word that
 * names none: retailer_key, code, name and city are told of each.
 */
SC_MUST_USE enum sc_status stores_like_find(struct sc_tx *tx, struct sc_str word, size_t most,
                                            struct stores_found *ret_stores);

#endif
