#include "gateway/where_field.h"

#include <inttypes.h>

#include "domain/item_text.h"
#include "gateway/where.h"
#include "gateway/where_told.h"

enum {
    RADIUS_MIN_M = 100,
    RADIUS_MAX_M = 1000 * 1000,
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

static enum sc_status take_lines(struct sc_request *rq, const struct where_input *input,
                                 struct gateway_where_ask *ask)
{
    const struct where_line_in *from = input->lines.at;
    enum sc_status st = SC_OK;

    if (input->lines.count < 1 || input->lines.count > GATEWAY_WHERE_LINES_MAX)
        return sc_fail(rq, SC_INVALID, "lines: must be 1 to %d, not %zu", GATEWAY_WHERE_LINES_MAX,
                       input->lines.count);
    struct gateway_where_line *lines = sc_arena_array(rq->arena, input->lines.count, sizeof *lines);
    if (lines == NULL)
        return no_memory(rq);
    for (size_t i = 0; i < input->lines.count && st == SC_OK; i++) {
        lines[i] = (struct gateway_where_line){
            .text = sc_str_trim(from[i].text),
            .times = from[i].quantity,
        };
        st = check_range(rq, "quantity", from[i].quantity, 1, SC_ITEM_COUNT_MAX);
    }
    ask->lines = lines;
    ask->line_count = input->lines.count;
    return st;
}

static enum sc_status take_place(struct sc_request *rq, const struct where_input *input,
                                 struct gateway_where_ask *ask)
{
    const struct where_place_in *place = input->place;

    ask->radius_m = input->radius_m;
    if (place == NULL)
        return ask->store_count > 0
                   ? SC_OK
                   : sc_fail(rq, SC_INVALID, "say which stores: place or storeIds");
    if (!(place->lat >= -90 && place->lat <= 90 && place->lon >= -180 && place->lon <= 180))
        return sc_fail(rq, SC_INVALID, "place: must be degrees: lat -90 to 90, lon -180 to 180");
    ask->has_place = true;
    ask->place = (struct sc_place){place->lat, place->lon};
    return check_range(rq, "radiusM", input->radius_m, RADIUS_MIN_M, RADIUS_MAX_M);
}

static enum sc_status take_stores(struct sc_request *rq, const struct where_input *input,
                                  struct gateway_where_ask *ask)
{
    size_t count = input->has_store_ids ? input->store_ids.count : 0;
    struct sc_str *words = sc_arena_array(rq->arena, count, sizeof *words);

    if (count > SC_PLAN_STORES_MAX)
        return sc_fail(rq, SC_INVALID, "storeIds: at most %d, not %zu", SC_PLAN_STORES_MAX, count);
    if (words == NULL)
        return no_memory(rq);
    for (size_t i = 0; i < count; i++) {
        words[i] = sc_arena_printf(rq->arena, "%" PRId64, input->store_ids.at[i]);
        if (words[i].at == NULL)
            return no_memory(rq);
    }
    ask->stores = words;
    ask->store_count = count;
    return SC_OK;
}

static enum sc_status take_shopper(struct sc_request *rq, const struct where_input *input,
                                   struct gateway_where_ask *ask)
{
    ask->currency = input->currency;
    ask->max_stores = (uint32_t)input->max_stores;
    ask->at_us = input->has_at ? input->at : sc_wall_us();
    ask->cards = input->cards.at;
    ask->card_count = input->has_cards ? input->cards.count : 0;
    ask->coupons = input->coupons.at;
    ask->coupon_count = input->has_coupons ? input->coupons.count : 0;
    if (ask->card_count > GATEWAY_WHERE_WORDS_MAX || ask->coupon_count > GATEWAY_WHERE_WORDS_MAX)
        return sc_fail(rq, SC_INVALID, "cards, coupons: at most %d of each",
                       GATEWAY_WHERE_WORDS_MAX);
    return check_range(rq, "maxStores", input->max_stores, 1, GATEWAY_WHERE_STORES_MAX);
}

enum sc_status gateway_where_to_buy(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                    void *ret_row)
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
    const struct where_input *input = ((const struct where_in *)in)->input;
    struct gateway_where_ask ask = gateway_where_presets;
    struct gateway_where where;
    enum sc_status st;

    ask.names = &names;
    ask.budget_ms = GATEWAY_WHERE_BUDGET_MS;
    st = take_lines(rq, input, &ask);
    if (st == SC_OK)
        st = take_stores(rq, input, &ask);
    if (st == SC_OK)
        st = take_place(rq, input, &ask);
    if (st == SC_OK)
        st = take_shopper(rq, input, &ask);
    if (st == SC_OK)
        st = gateway_where_find(rq, pg, &ask, &where);
    return st == SC_OK ? gateway_where_told(rq, &where, ret_row) : st;
}
