#include "accounts/shopping.h"

#include <inttypes.h>
#include <stdlib.h>

#include "accounts/accounts_part.h"
#include "accounts/keyring.h"
#include "base/order.h"
#include "domain/trip.h"

static enum sc_status no_memory(struct sc_request *rq)
{
    return sc_fail(rq, SC_NO_MEMORY, "no memory for so much");
}

/* Locks a household that the viewer may change. */
static enum sc_status lock(struct sc_tx *tx, int64_t household_id,
                           struct accounts_household_by_id_row *ret_home)
{
    int64_t person_id;
    enum sc_status st = accounts_viewer(tx->rq, &person_id);

    if (st != SC_OK)
        return st;
    return accounts_household_lock(tx, household_id, person_id, accounts_is_grown_up, ret_home);
}

/* Their columns, each store once. */
static enum sc_status take_stores(struct sc_request *rq, const struct sc_rows *stores,
                                  struct accounts_household_stores_put_in *put)
{
    const struct accounts_store_in *from = stores->at;
    int64_t *ids = sc_arena_array(rq->arena, stores->count, sizeof *ids);
    int64_t *sorted = sc_arena_array(rq->arena, stores->count, sizeof *sorted);
    bool *are_favourite = sc_arena_array(rq->arena, stores->count, sizeof *are_favourite);

    if (ids == NULL || sorted == NULL || are_favourite == NULL)
        return no_memory(rq);
    for (size_t i = 0; i < stores->count; i++) {
        ids[i] = sorted[i] = from[i].store_id;
        are_favourite[i] = from[i].is_favourite;
    }
    qsort(sorted, stores->count, sizeof *sorted, sc_order_i64);
    for (size_t i = 1; i < stores->count; i++)
        if (sorted[i - 1] == sorted[i])
            return sc_fail(rq, SC_INVALID, "stores: one stands twice");
    put->store_ids = (struct sc_i64_list){.at = ids, .count = stores->count};
    put->are_favourite = (struct sc_bool_list){.at = are_favourite, .count = stores->count};
    return SC_OK;
}

enum sc_status accounts_stores_set(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                   void *ret_row)
{
    const struct accounts_stores_set_in *wanted = in;
    const struct accounts_household_stores_end_in end = {wanted->household_id};
    struct accounts_household_stores_put_in put = {.household_id = wanted->household_id};

    if (wanted->stores.count > ACCOUNTS_STORES_MAX)
        return sc_fail_for(rq, SC_INVALID, SC_REASON_LIMIT_REACHED, "stores: at most %d",
                           ACCOUNTS_STORES_MAX);
    enum sc_status st = take_stores(rq, &wanted->stores, &put);
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = lock(&tx, wanted->household_id, ret_row);
    if (st == SC_OK)
        st = accounts_household_stores_end_exec(&tx, &end, NULL);
    if (st == SC_OK)
        st = accounts_household_stores_put_exec(&tx, &put, NULL);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_home_set(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                 void *ret_row)
{
    const struct accounts_home_set_in *wanted = in;
    const struct accounts_home_place_in *place = wanted->place;
    const struct accounts_household_home_end_in end = {wanted->household_id};
    struct accounts_household_home_put_in put = {.household_id = wanted->household_id};

    if (place != NULL) {
        if (!sc_place_is_valid((struct sc_place){place->lat, place->lon}))
            return sc_fail(rq, SC_INVALID,
                           "place: must be degrees: lat -90 to 90, lon -180 to 180");
        put.lat = place->lat;
        put.lon = place->lon;
    }
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = lock(&tx, wanted->household_id, ret_row);
    if (st == SC_OK && place != NULL)
        st = accounts_household_home_put_exec(&tx, &put, NULL);
    else if (st == SC_OK)
        st = accounts_household_home_end_exec(&tx, &end, NULL);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

/* A card as it is kept. */
static enum sc_status take_card(struct sc_request *rq, const struct accounts_card_add_in *wanted,
                                struct accounts_household_card_add_in *add)
{
    enum sc_status st = SC_OK;

    if (wanted->label.at != NULL)
        st = accounts_check_text(rq, "label", wanted->label, ACCOUNTS_NAME_MAX);
    if (st == SC_OK && wanted->number.at != NULL)
        st = accounts_check_text(rq, "number", wanted->number, ACCOUNTS_CODE_MAX);
    if (st != SC_OK || wanted->number.at == NULL)
        return st;
    add->sealed = accounts_keyring_seal(accounts_common.keyring, rq->arena, wanted->number);
    return add->sealed.at == NULL ? no_memory(rq) : SC_OK;
}

enum sc_status accounts_card_add(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                 void *ret_row)
{
    const struct accounts_card_add_in *wanted = in;
    struct accounts_household_card_add_in add = {
        .household_id = wanted->household_id,
        .retailer_id = wanted->retailer_id,
        .label = wanted->label,
        .cards_max = ACCOUNTS_CARDS_MAX,
    };
    struct accounts_household_card_add_row added;
    enum sc_status st = take_card(rq, wanted, &add);

    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = lock(&tx, wanted->household_id, ret_row);
    if (st != SC_OK)
        return st;
    st = accounts_household_card_add_one(&tx, &add, &added);
    if (st == SC_NOT_FOUND)
        return sc_fail_for(rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
                           "a household has at most %d cards", ACCOUNTS_CARDS_MAX);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

/* A card of a household that the viewer is in, and no guest of. */
static enum sc_status take_card_by_id(struct sc_tx *tx, int64_t card_id,
                                      struct accounts_household_card_take_row *ret_card)
{
    struct accounts_household_card_take_in take = {.id = card_id};
    enum sc_status st = accounts_viewer(tx->rq, &take.person_id);

    if (st == SC_OK)
        st = accounts_household_card_take_one(tx, &take, ret_card);
    return st == SC_NOT_FOUND ? sc_fail(tx->rq, st, "you have no such card") : st;
}

enum sc_status accounts_card_remove(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                    void *ret_row)
{
    const struct accounts_card_in *wanted = in;
    const struct accounts_household_card_end_in end = {wanted->card_id};
    struct accounts_household_card_take_row card;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = take_card_by_id(&tx, wanted->card_id, &card);
    if (st == SC_OK)
        st = lock(&tx, card.household_id, ret_row);
    if (st == SC_OK)
        st = accounts_household_card_end_exec(&tx, &end, NULL);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_card_number(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                    void *ret_row)
{
    const struct accounts_card_in *wanted = in;
    struct accounts_card_number_row row = {{0}};
    struct accounts_household_card_take_row card;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = take_card_by_id(&tx, wanted->card_id, &card);
    if (st == SC_OK && card.sealed.at != NULL) {
        row.card_number = accounts_keyring_open(accounts_common.keyring, rq->arena, card.sealed);
        if (row.card_number.at == NULL)
            return sc_fail(rq, SC_INTERNAL, "card %" PRId64 " was sealed with another secret",
                           wanted->card_id);
    }
    if (st == SC_OK)
        *(struct accounts_card_number_row *)ret_row = row;
    return st;
}

enum sc_status accounts_coupon_add(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                   void *ret_row)
{
    const struct accounts_coupon_add_in *wanted = in;
    const struct accounts_household_coupon_add_in add = {
        .household_id = wanted->household_id,
        .code = wanted->code,
        .retailer_id = wanted->retailer_id,
        .has_retailer_id = wanted->has_retailer_id,
        .until = wanted->until,
        .has_until = wanted->has_until,
        .coupons_max = ACCOUNTS_COUPONS_MAX,
    };
    struct accounts_household_coupon_add_row added;
    enum sc_status st = accounts_check_text(rq, "code", wanted->code, ACCOUNTS_CODE_MAX);

    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = lock(&tx, wanted->household_id, ret_row);
    if (st != SC_OK)
        return st;
    st = accounts_household_coupon_add_one(&tx, &add, &added);
    if (st == SC_NOT_FOUND)
        return sc_fail_for(rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
                           "a household has at most %d coupons", ACCOUNTS_COUPONS_MAX);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

/* Locks the household of a coupon, which the viewer may change. */
static enum sc_status lock_of_coupon(struct sc_tx *tx, int64_t coupon_id, void *ret_home)
{
    struct accounts_household_coupon_take_in take = {.id = coupon_id};
    struct accounts_household_coupon_take_row coupon;
    enum sc_status st = accounts_viewer(tx->rq, &take.person_id);

    if (st == SC_OK)
        st = accounts_household_coupon_take_one(tx, &take, &coupon);
    if (st == SC_NOT_FOUND)
        return sc_fail(tx->rq, st, "you have no such coupon");
    return st == SC_OK ? lock(tx, coupon.household_id, ret_home) : st;
}

enum sc_status accounts_coupon_use(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                   void *ret_row)
{
    const struct accounts_coupon_use_in *wanted = in;
    const struct accounts_household_coupon_use_in use = {wanted->coupon_id, wanted->is_used};

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = lock_of_coupon(&tx, wanted->coupon_id, ret_row);
    if (st == SC_OK)
        st = accounts_household_coupon_use_exec(&tx, &use, NULL);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_coupon_remove(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                      void *ret_row)
{
    const struct accounts_coupon_in *wanted = in;
    const struct accounts_household_coupon_end_in end = {wanted->coupon_id};

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = lock_of_coupon(&tx, wanted->coupon_id, ret_row);
    if (st == SC_OK)
        st = accounts_household_coupon_end_exec(&tx, &end, NULL);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_shopping_find(struct sc_request *rq, struct sc_pg *pg, int64_t household_id,
                                      int64_t at_us, struct accounts_shopping *ret_shopping)
{
    const struct accounts_household_shopping_in in = {
        .viewer = sc_viewer_list(rq->viewer),
        .household_id = household_id,
        .at = at_us,
    };
    struct accounts_household_shopping_row row;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = accounts_household_shopping_one(&tx, &in, &row);
    if (st == SC_NOT_FOUND)
        *ret_shopping = (struct accounts_shopping){0};
    if (st == SC_OK)
        *ret_shopping = (struct accounts_shopping){
            .store_ids = row.store_ids,
            .card_retailers = row.card_retailers,
            .coupons = row.coupons,
            .coupon_retailers = row.coupon_retailers,
            .has_place = row.has_lat && row.has_lon,
            .lat = row.lat,
            .lon = row.lon,
        };
    return st == SC_NOT_FOUND ? SC_OK : st;
}
