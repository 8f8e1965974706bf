#include "gateway/where_input.h"

#include <inttypes.h>

#include "accounts/shopping.h"
#include "domain/item_text.h"
#include "lists/open.h"

enum {
    RADIUS_MIN_M = 100,
    RADIUS_MAX_M = 1000 * 1000,
};

/* A question on its way. */
struct asking {
    struct sc_request *rq;
    const struct where_input *input;
    struct accounts_shopping shopping; /* of the list's household; nothing without a list */
    struct gateway_where_ask *ask;
};

static enum sc_status no_memory(struct sc_request *rq)
{
    return sc_fail(rq, SC_NO_MEMORY, "no memory for a question of that size");
}

static enum sc_status check_range(struct sc_request *rq, const char *name, int64_t value,
                                  int64_t min, int64_t max)
{
    if (value >= min && value <= max)
        return SC_OK;
    return sc_fail(rq, SC_INVALID, "%s: must be %" PRId64 " to %" PRId64 ", not %" PRId64, name,
                   min, max, value);
}

static enum sc_status take_lines(struct asking *a)
{
    const struct sc_rows *rows = &a->input->lines;
    const struct where_line_in *from = rows->at;
    enum sc_status st = SC_OK;

    if (rows->count < 1 || rows->count > GATEWAY_WHERE_LINES_MAX)
        return sc_fail(a->rq, SC_INVALID, "lines: must be 1 to %d, not %zu",
                       GATEWAY_WHERE_LINES_MAX, rows->count);
    struct gateway_where_line *lines = sc_arena_array(a->rq->arena, rows->count, sizeof *lines);
    if (lines == NULL)
        return no_memory(a->rq);
    for (size_t i = 0; i < rows->count && st == SC_OK; i++) {
        lines[i] = (struct gateway_where_line){
            .text = sc_str_trim(from[i].text),
            .times_milli = INT64_C(1000) * from[i].quantity,
        };
        st = check_range(a->rq, "quantity", from[i].quantity, 1, SC_ITEM_COUNT_MAX);
    }
    a->ask->lines = lines;
    a->ask->line_count = rows->count;
    return st;
}

static enum sc_status take_items(struct asking *a, const struct lists_open *open)
{
    struct gateway_where_line *lines = sc_arena_array(a->rq->arena, open->count, sizeof *lines);

    if (lines == NULL)
        return no_memory(a->rq);
    for (size_t i = 0; i < open->count; i++)
        lines[i] = (struct gateway_where_line){
            .text = sc_str_trim(open->items[i].name),
            .item_id = open->items[i].id,
            .times_milli = open->items[i].quantity_milli,
            .unit = open->items[i].unit,
            .pin_id = open->items[i].product_id,
        };
    a->ask->lines = lines;
    a->ask->line_count = open->count;
    a->ask->has_more_lines = open->has_more;
    return SC_OK;
}

static enum sc_status take_list(struct asking *a, struct sc_pg *pg, int64_t list_id)
{
    struct lists_open open;

    if (a->input->lines.at != NULL)
        return sc_fail(a->rq, SC_INVALID, "lines: say them or a list, not both");
    enum sc_status st = lists_open_find(a->rq, pg, list_id, GATEWAY_WHERE_LINES_MAX, &open);
    if (st == SC_OK)
        st = accounts_shopping_find(a->rq, pg, open.household_id, a->ask->at_us, &a->shopping);
    return st == SC_OK ? take_items(a, &open) : st;
}

static enum sc_status take_stores(struct asking *a)
{
    const struct sc_i64_list *ids =
        a->input->has_store_ids ? &a->input->store_ids : &a->shopping.store_ids;
    struct sc_str *words = sc_arena_array(a->rq->arena, ids->count, sizeof *words);

    if (ids->count > SC_PLAN_STORES_MAX)
        return sc_fail(a->rq, SC_INVALID, "storeIds: at most %d, not %zu", SC_PLAN_STORES_MAX,
                       ids->count);
    if (words == NULL)
        return no_memory(a->rq);
    for (size_t i = 0; i < ids->count; i++) {
        words[i] = sc_arena_printf(a->rq->arena, "%" PRId64, ids->at[i]);
        if (words[i].at == NULL)
            return no_memory(a->rq);
    }
    a->ask->stores = words;
    a->ask->store_count = ids->count;
    a->ask->may_miss_stores = !a->input->has_store_ids;
    return SC_OK;
}

static enum sc_status take_place(struct asking *a)
{
    const struct where_place_in home = {a->shopping.lat, a->shopping.lon};
    const struct where_place_in *place = a->input->place;

    if (place == NULL && a->shopping.has_place)
        place = &home;
    a->ask->radius_m = a->input->radius_m;
    if (place == NULL)
        return a->ask->store_count > 0 || a->ask->line_count == 0
                   ? SC_OK
                   : sc_fail(a->rq, SC_INVALID, "say which stores: place or storeIds");
    if (!sc_place_is_valid((struct sc_place){place->lat, place->lon}))
        return sc_fail(a->rq, SC_INVALID, "place: must be degrees: lat -90 to 90, lon -180 to 180");
    a->ask->has_place = true;
    a->ask->place = (struct sc_place){place->lat, place->lon};
    return check_range(a->rq, "radiusM", a->input->radius_m, RADIUS_MIN_M, RADIUS_MAX_M);
}

static enum sc_status take_shopper(struct asking *a)
{
    const struct where_input *input = a->input;
    struct gateway_where_ask *ask = a->ask;

    ask->currency = input->currency;
    ask->max_stores = (uint32_t)input->max_stores;
    if (input->has_cards) {
        ask->cards = input->cards.at;
        ask->card_count = input->cards.count;
    } else {
        ask->card_retailers = a->shopping.card_retailers.at;
        ask->card_retailer_count = a->shopping.card_retailers.count;
    }
    if (input->has_coupons) {
        ask->coupons = input->coupons.at;
        ask->coupon_count = input->coupons.count;
    } else {
        ask->coupons = a->shopping.coupons.at;
        ask->coupon_retailers = a->shopping.coupon_retailers.at;
        ask->coupon_count = a->shopping.coupons.count;
    }
    if ((input->has_cards && ask->card_count > GATEWAY_WHERE_WORDS_MAX) ||
        (input->has_coupons && ask->coupon_count > GATEWAY_WHERE_WORDS_MAX))
        return sc_fail(a->rq, SC_INVALID, "cards, coupons: at most %d of each",
                       GATEWAY_WHERE_WORDS_MAX);
    return check_range(a->rq, "maxStores", input->max_stores, 1, GATEWAY_WHERE_STORES_MAX);
}

enum sc_status gateway_where_input(struct sc_request *rq, struct sc_pg *pg,
                                   const struct where_in *in, struct gateway_where_ask *ret_ask)
{
    static const struct gateway_where_names names = {
        .stores = "storeIds",
        .radius = "radiusM",
        .radius_unit_m = 1,
        .currency = "currency",
        .candidates = "lines",
        .has_ids = true,
        .no_stores = "",
    };
    const struct where_input nothing = {
        .radius_m = (int32_t)gateway_where_presets.radius_m,
        .max_stores = (int32_t)gateway_where_presets.max_stores,
    };
    struct gateway_where_ask ask = gateway_where_presets;
    struct asking a = {.rq = rq, .input = in->input != NULL ? in->input : &nothing, .ask = &ask};
    enum sc_status st;

    ask.names = &names;
    ask.budget_ms = GATEWAY_WHERE_BUDGET_MS;
    ask.at_us = a.input->has_at ? a.input->at : sc_wall_us();
    st = in->has_list_id ? take_list(&a, pg, in->list_id) : take_lines(&a);
    if (st == SC_OK)
        st = take_stores(&a);
    if (st == SC_OK)
        st = take_place(&a);
    if (st == SC_OK)
        st = take_shopper(&a);
    if (st == SC_OK)
        *ret_ask = ask;
    return st;
}
