/*
 * list_deals.h - the field dealsForList: what is on where a household shops, about what it wants.
 *
 * Asked as whereToBuy is. A deal is about an item of the list when it can take
 * something that a plan may buy for it (domain/where_fit.h) and that is sold where
 * the deal is on. What takes the whole basket is about nothing in it, and left out.
 */
#ifndef SC_GATEWAY_LIST_DEALS_H
#define SC_GATEWAY_LIST_DEALS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "gateway/where_rows.h"
#include "runtime/request.h"

struct sc_pg;

enum {
    GATEWAY_LIST_DEALS_MAX = 100, /* told at once */
    GATEWAY_LIST_DEALS_STORES_MAX = 50,
};

struct list_deals_in {
    int64_t list_id;
    const struct where_input *input; /* may be NULL */
    int32_t first;
};

/* Where it is on. */
struct list_deal_store {
    struct where_store store;
};

struct list_deal {
    int64_t deal_id;
    struct sc_str words;
    bool is_open;             /* to the household, with the cards and coupons that it holds */
    struct sc_str_list items; /* of the list, in its order */
    struct sc_rows stores;    /* struct list_deal_store, the nearest first */
};

struct list_deals_row {
    int32_t total;
    struct sc_rows deals; /* struct list_deal, soonest over first */
    struct sc_rows notes; /* struct where_note */
};

extern const struct sc_shape list_deals_in_shape, list_deals_row_shape;

/*
 * `in` and `ret_row` are the structs above. Fails as gateway_where_input and
 * gateway_where_facts do.
 */
SC_MUST_USE enum sc_status gateway_deals_for_list(struct sc_request *rq, struct sc_pg *pg,
                                                  const void *in, void *ret_row);

#endif
