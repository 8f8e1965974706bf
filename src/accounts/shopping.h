/*
 * shopping.h - how a household shops: its stores, loyalty cards, coupons, and where it starts from.
 *
 * Functions of the gateway, as in accounts.h. Adults and the owner change it; children read it;
 * guests of a household learn nothing of it. Stores and retailers are ids of the catalogue, which
 * may lie in another database, so that they are not held against it.
 */
#ifndef SC_ACCOUNTS_SHOPPING_H
#define SC_ACCOUNTS_SHOPPING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "runtime/request.h"

struct sc_pg;

enum {
    ACCOUNTS_STORES_MAX = 50, /* of a household, as the next two */
    ACCOUNTS_CARDS_MAX = 50,
    ACCOUNTS_COUPONS_MAX = 200, /* used ones too: they are taken away by hand */
    ACCOUNTS_CODE_MAX = 64,     /* bytes of a coupon's code, and of a card's number */
};

/* The answer of all that change something: accounts_household_by_id, as the viewer sees it. */

/* All its stores at once, in its order, each once. */
struct accounts_store_in {
    int64_t store_id;
    bool is_favourite;
};
struct accounts_stores_set_in {
    int64_t household_id;
    struct sc_rows stores; /* of struct accounts_store_in */
};
extern const struct sc_shape accounts_stores_set_in_shape;
SC_MUST_USE enum sc_status accounts_stores_set(struct sc_request *rq, struct sc_pg *pg,
                                               const void *in, void *ret_row);

/* From where it goes shopping; null: nobody is to know. */
struct accounts_home_place_in {
    double lat, lon; /* degrees, WGS 84 */
};
struct accounts_home_set_in {
    int64_t household_id;
    const struct accounts_home_place_in *place;
};
extern const struct sc_shape accounts_home_set_in_shape;
SC_MUST_USE enum sc_status accounts_home_set(struct sc_request *rq, struct sc_pg *pg,
                                             const void *in, void *ret_row);

/* A number is kept sealed (keyring.h), and told by accounts_card_number alone. */
struct accounts_card_add_in {
    int64_t household_id;
    int64_t retailer_id;
    struct sc_str number; /* may be null */
    struct sc_str label;  /* may be null */
};
extern const struct sc_shape accounts_card_add_in_shape;
SC_MUST_USE enum sc_status accounts_card_add(struct sc_request *rq, struct sc_pg *pg,
                                             const void *in, void *ret_row);

struct accounts_card_in {
    int64_t card_id;
};
extern const struct sc_shape accounts_card_in_shape;
SC_MUST_USE enum sc_status accounts_card_remove(struct sc_request *rq, struct sc_pg *pg,
                                                const void *in, void *ret_row);

struct accounts_card_number_row {
    struct sc_str card_number; /* null: it was not told */
};
extern const struct sc_shape accounts_card_number_shape;
SC_MUST_USE enum sc_status accounts_card_number(struct sc_request *rq, struct sc_pg *pg,
                                                const void *in, void *ret_row);

struct accounts_coupon_add_in {
    int64_t household_id;
    struct sc_str code;
    int64_t retailer_id; /* whose coupon it is; not given: of whoever knows the code */
    bool has_retailer_id;
    int64_t until; /* its last moment */
    bool has_until;
};
extern const struct sc_shape accounts_coupon_add_in_shape;
SC_MUST_USE enum sc_status accounts_coupon_add(struct sc_request *rq, struct sc_pg *pg,
                                               const void *in, void *ret_row);

/* One that is used counts for no plan. */
struct accounts_coupon_use_in {
    int64_t coupon_id;
    bool is_used;
};
extern const struct sc_shape accounts_coupon_use_in_shape;
SC_MUST_USE enum sc_status accounts_coupon_use(struct sc_request *rq, struct sc_pg *pg,
                                               const void *in, void *ret_row);

struct accounts_coupon_in {
    int64_t coupon_id;
};
extern const struct sc_shape accounts_coupon_in_shape;
SC_MUST_USE enum sc_status accounts_coupon_remove(struct sc_request *rq, struct sc_pg *pg,
                                                  const void *in, void *ret_row);

/* For the gateway: all of it, as it counts at a time. */
struct accounts_shopping {
    struct sc_i64_list store_ids;        /* in the household's order */
    struct sc_i64_list card_retailers;   /* whose cards it holds, each once */
    struct sc_str_list coupons;          /* codes that are neither used nor over */
    struct sc_i64_list coupon_retailers; /* of each; 0: of whoever knows the code */
    bool has_place;
    double lat, lon;
};

/*
 * In rq's arena. Nothing of it, which is no failure, to who is no member of the
 * household, or a guest. Fails as store/tx.h does.
 */
SC_MUST_USE enum sc_status accounts_shopping_find(struct sc_request *rq, struct sc_pg *pg,
                                                  int64_t household_id, int64_t at_us,
                                                  struct accounts_shopping *ret_shopping);

#endif
