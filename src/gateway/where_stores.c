#include <inttypes.h>

#include "domain/money.h"
#include "gateway/where_gather.h"
#include "retail/store_find.h"

enum {
    RADIUS_STEP = 10, /* what we advise to try next: ten times the radius */
};

#define MISSING_PRESET_UNITS 1000 /* of a currency of scale 1 */

static enum sc_status find_near(struct where_gather *g, struct stores_found *stores)
{
    const struct gateway_where_ask *ask = g->ask;
    enum sc_status st = stores_near_find(g->tx, ask->place, ask->radius_m, ask->at_us, stores);

    if (st == SC_OK && stores->total > (int64_t)stores->count)
        where_notes_add(&g->notes, g->rq->arena,
                        (struct where_about){WHERE_TOO_MANY_STORES,
                                             .count = stores->total - (int64_t)stores->count},
                        "%" PRId64 " stores are too many: only the first %zu were looked at.",
                        stores->total, stores->count);
    return st;
}

static enum sc_status no_such_store(struct where_gather *g, size_t w)
{
    const struct gateway_where_names *names = g->ask->names;
    struct sc_str word = g->ask->stores[w];
    struct stores_found alike;
    struct sc_str nearest = SC_STR("");

    if (names->has_ids)
        return sc_fail(g->rq, SC_INVALID, "%s[%zu]: there is no such store", names->stores, w);
    enum sc_status st = stores_like_find(g->tx, word, WHERE_ALIKE, &alike);
    if (st != SC_OK)
        return st;
    if (alike.count == 0)
        return sc_fail(g->rq, SC_INVALID, "%s: no store is known yet%s", names->stores,
                       names->no_stores);
    for (size_t i = 0; i < alike.count; i++) {
        const struct store_found *store = &alike.at[i];
        struct sc_str about = store->name.len > 0 ? store->name : store->city;
        nearest = sc_arena_printf(g->rq->arena, "%.*s%s%.*s/%.*s%s%.*s%s", SC_STR_ARGS(nearest),
                                  i > 0 ? ", " : "", SC_STR_ARGS(store->retailer_key),
                                  SC_STR_ARGS(store->code), about.len > 0 ? " (" : "",
                                  SC_STR_ARGS(about), about.len > 0 ? ")" : "");
    }
    return sc_fail(g->rq, SC_INVALID, "%s: there is no store \"%.*s\"; the nearest: %.*s",
                   names->stores, SC_STR_ARGS(word), SC_STR_ARGS(nearest));
}

/* Each word names exactly one store. */
static enum sc_status check_named(struct where_gather *g, const struct stores_found *rows)
{
    size_t at = 0, unknown = 0;

    for (size_t w = 0; w < g->ask->store_count; w++) {
        struct sc_str word = g->ask->stores[w];
        if (at == rows->count || !sc_str_eq(rows->at[at].word, word)) {
            if (!g->ask->may_miss_stores)
                return no_such_store(g, w);
            unknown++;
            continue;
        }
        const struct store_found *row = &rows->at[at++];
        if (at < rows->count && sc_str_eq(rows->at[at].word, word) && rows->at[at].id != row->id)
            return sc_fail(g->rq, SC_INVALID,
                           "--stores: \"%.*s\" is a code of several: say %.*s/%.*s or %.*s/%.*s",
                           SC_STR_ARGS(word), SC_STR_ARGS(row->retailer_key),
                           SC_STR_ARGS(row->code), SC_STR_ARGS(rows->at[at].retailer_key),
                           SC_STR_ARGS(rows->at[at].code));
    }
    if (unknown > 0)
        where_notes_add(&g->notes, g->rq->arena,
                        (struct where_about){WHERE_UNKNOWN_STORES, .count = (int64_t)unknown},
                        "Left out: %zu store%s that %s not known any more.", unknown,
                        unknown == 1 ? "" : "s", unknown == 1 ? "is" : "are");
    return SC_OK;
}

static enum sc_status find_named(struct where_gather *g, struct stores_found *stores)
{
    const struct gateway_where_ask *ask = g->ask;
    enum sc_status st = stores_named_find(g->tx, ask->stores, ask->store_count, ask->at_us, stores);

    return st == SC_OK ? check_named(g, stores) : st;
}

/* The one currency of all that is planned. */
static enum sc_status choose_currency(struct where_gather *g, const struct stores_found *rows)
{
    const struct store_found *first = NULL, *other = NULL;

    for (size_t i = 0; i < rows->count; i++) {
        const struct store_found *row = &rows->at[i];
        if (!row->has_prices || row->currency.at == NULL)
            continue;
        if (first == NULL)
            first = row;
        else if (other == NULL && !sc_str_eq(row->currency, first->currency))
            other = row;
    }
    g->currency = g->ask->currency.at != NULL ? g->ask->currency
                  : first != NULL             ? first->currency
                                              : SC_STR("EUR");
    if (g->ask->store_count > 0 && !g->ask->may_miss_stores && other != NULL &&
        g->ask->currency.at == NULL)
        return sc_fail(g->rq, SC_INVALID,
                       "%s: %.*s/%.*s sells in %.*s and %.*s/%.*s in %.*s, and a plan never "
                       "mixes currencies: choose with %s",
                       g->ask->names->stores, SC_STR_ARGS(first->retailer_key),
                       SC_STR_ARGS(first->code), SC_STR_ARGS(first->currency),
                       SC_STR_ARGS(other->retailer_key), SC_STR_ARGS(other->code),
                       SC_STR_ARGS(other->currency), g->ask->names->currency);
    g->places = sc_currency_places(g->currency);
    if (g->places < 0)
        return sc_fail(g->rq, SC_INVALID, "%s: \"%.*s\" is no currency that we know",
                       g->ask->names->currency, SC_STR_ARGS(g->currency));
    return SC_OK;
}

/* In minor units, at most what a stop may cost. */
static int64_t minor_of(const struct where_gather *g, int64_t millionths)
{
    int64_t minor = sc_money_of_millionths(millionths, g->places);

    return minor < SC_TRIP_VISIT_MAX ? minor : SC_TRIP_VISIT_MAX;
}

static int64_t or_preset(int64_t given, int64_t preset)
{
    return given == GATEWAY_WHERE_NOT_GIVEN ? preset : given;
}

static void choose_weights(struct where_gather *g)
{
    const struct gateway_where_ask *ask = g->ask;
    int64_t scale = sc_currency_scale(g->currency);

    g->weights = (struct sc_trip_weights){
        .per_km_milli = or_preset(ask->per_km_milli, 300 * scale),
        .per_hour_milli = or_preset(ask->per_hour_milli, 6000 * scale),
        .detour_milli = ask->detour_milli,
        .speed_kmh = ask->speed_kmh,
        .stop_minutes = ask->stop_minutes,
    };
    g->missing_minor =
        minor_of(g, or_preset(ask->missing_cost, MISSING_PRESET_UNITS * scale * GATEWAY_WHERE_ONE));
}

static void weigh_distance(const struct where_gather *g, const struct store_found *row,
                           struct sc_where_store *store)
{
    const struct gateway_where_ask *ask = g->ask;
    int64_t far_m = or_preset(ask->unknown_m, ask->has_place ? (int64_t)ask->radius_m : 0);

    if (ask->has_place && row->has_place) {
        store->has_distance = true;
        store->distance_m = sc_place_distance_m(ask->place, row->place);
        far_m = store->distance_m;
    }
    store->visit_minor = ask->visit_cost != GATEWAY_WHERE_NOT_GIVEN
                             ? minor_of(g, ask->visit_cost)
                             : sc_trip_visit_minor(&g->weights, far_m, g->places);
}

static void add_store(struct where_gather *g, const struct store_found *row)
{
    struct sc_where_store store = {
        .id = row->id,
        .retailer_key = row->retailer_key,
        .retailer_name = row->retailer_name,
        .code = row->code,
        .name = row->name,
        .address = row->address,
        .city = row->city,
        .at_local_us = row->at_local_us,
    };

    weigh_distance(g, row, &store);
    g->store_ids[g->store_count] = row->id;
    g->retailer_ids[g->store_count] = row->retailer_id;
    g->stores[g->store_count++] = store;
}

static bool is_taken(const struct where_gather *g, int64_t id)
{
    for (size_t i = 0; i < g->store_count; i++)
        if (g->store_ids[i] == id)
            return true;
    return false;
}

/* What is left out is counted by reason, and told. */
struct left_out {
    size_t without_prices, other_currency, online, too_many;
};

static bool may_take(const struct where_gather *g, const struct store_found *row,
                     struct left_out *out)
{
    bool is_named = g->ask->store_count > 0;

    if (is_taken(g, row->id))
        return false;
    if (!row->has_prices)
        out->without_prices++;
    else if (!sc_str_eq(row->currency, g->currency))
        out->other_currency++;
    else if (row->kind == RETAIL_STORE_ONLINE && !is_named)
        out->online++;
    else if (g->store_count == g->ask->stores_max)
        out->too_many++;
    else
        return true;
    return false;
}

static void note_left_out(struct where_gather *g, const struct left_out *out)
{
    if (out->without_prices > 0)
        where_notes_add(&g->notes, g->rq->arena,
                        (struct where_about){WHERE_STORES_WITHOUT_PRICES,
                                             .count = (int64_t)out->without_prices},
                        "Left out: %zu store%s of which no prices are known.", out->without_prices,
                        out->without_prices == 1 ? "" : "s");
    if (out->other_currency > 0)
        where_notes_add(&g->notes, g->rq->arena,
                        (struct where_about){WHERE_STORES_OF_OTHER_CURRENCY,
                                             (int64_t)out->other_currency, g->currency},
                        "Left out: %zu store%s with another currency than %.*s (%s chooses).",
                        out->other_currency, out->other_currency == 1 ? "" : "s",
                        SC_STR_ARGS(g->currency), g->ask->names->currency);
    if (out->online > 0)
        where_notes_add(&g->notes, g->rq->arena,
                        (struct where_about){WHERE_ONLINE_STORES, .count = (int64_t)out->online},
                        "Left out: %zu online shop%s, whose delivery has a price of its own; name "
                        "%s with %s.",
                        out->online, out->online == 1 ? "" : "s", out->online == 1 ? "it" : "them",
                        g->ask->names->stores);
    if (out->too_many > 0)
        where_notes_add(
            &g->notes, g->rq->arena,
            (struct where_about){WHERE_TOO_MANY_STORES, .count = (int64_t)out->too_many},
            "Left out: %zu stores beyond the first %zu.", out->too_many, g->ask->stores_max);
}

static enum sc_status no_store(struct where_gather *g)
{
    const struct gateway_where_ask *ask = g->ask;
    double radius_km = ask->radius_m / 1000;

    if (ask->store_count > 0)
        return sc_fail(g->rq, SC_NOT_FOUND, "%s: none of them has prices in %.*s",
                       ask->names->stores, SC_STR_ARGS(g->currency));
    return sc_fail(g->rq, SC_NOT_FOUND,
                   "no store with prices%s%.*s is known within %g km of there. Try %s %g, "
                   "or name stores with %s%s",
                   ask->currency.at != NULL ? " in " : "", SC_STR_ARGS(ask->currency), radius_km,
                   ask->names->radius, RADIUS_STEP * ask->radius_m / ask->names->radius_unit_m,
                   ask->names->stores, ask->names->no_stores);
}

static enum sc_status take_stores(struct where_gather *g, const struct stores_found *rows)
{
    struct left_out out = {0};

    g->stores = sc_arena_array(g->rq->arena, SC_PLAN_STORES_MAX, sizeof *g->stores);
    g->store_ids = sc_arena_array(g->rq->arena, SC_PLAN_STORES_MAX, sizeof *g->store_ids);
    g->retailer_ids = sc_arena_array(g->rq->arena, SC_PLAN_STORES_MAX, sizeof *g->retailer_ids);
    if (g->stores == NULL || g->store_ids == NULL || g->retailer_ids == NULL)
        return sc_fail(g->rq, SC_NO_MEMORY, "no memory for the stores");
    for (size_t i = 0; i < rows->count; i++)
        if (may_take(g, &rows->at[i], &out))
            add_store(g, &rows->at[i]);
    note_left_out(g, &out);
    return g->store_count > 0 ? SC_OK : no_store(g);
}

/* Adds "card:key" and "club:key" of the retailer of store `i`. */
static void add_audiences(const struct where_gather *g, size_t i, struct sc_str *audiences,
                          size_t *count)
{
    struct sc_str key = g->stores[i].retailer_key;

    audiences[(*count)++] = sc_arena_printf(g->rq->arena, "card:%.*s", SC_STR_ARGS(key));
    audiences[(*count)++] = sc_arena_printf(g->rq->arena, "club:%.*s", SC_STR_ARGS(key));
}

/* Adds those of each retailer here that `name` names; whether there was one. */
static bool add_card(const struct where_gather *g, struct sc_str name, struct sc_str *audiences,
                     size_t *count)
{
    bool is_known = false;

    for (size_t i = 0; i < g->store_count; i++) {
        struct sc_str key = g->stores[i].retailer_key;
        bool was_before = i > 0 && sc_str_eq(g->stores[i - 1].retailer_key, key);
        if (was_before ||
            (!sc_str_eq_nocase(key, name) && !sc_str_eq_nocase(g->stores[i].retailer_name, name)))
            continue;
        is_known = true;
        add_audiences(g, i, audiences, count);
    }
    return is_known;
}

/* The same of the retailer with this id, if a store here is of it. */
static void add_card_of(const struct where_gather *g, int64_t retailer_id, struct sc_str *audiences,
                        size_t *count)
{
    for (size_t i = 0; i < g->store_count; i++)
        if (g->retailer_ids[i] == retailer_id) {
            add_audiences(g, i, audiences, count);
            return;
        }
}

static enum sc_status gather_shopper(struct where_gather *g)
{
    const struct gateway_where_ask *ask = g->ask;
    size_t room = ask->card_count * (2 * g->store_count + 1) + 2 * ask->card_retailer_count;
    size_t count = 0;
    struct sc_str *audiences = sc_arena_array(g->rq->arena, room, sizeof *audiences);

    if (audiences == NULL)
        return sc_fail(g->rq, SC_NO_MEMORY, "no memory for the cards");
    for (size_t i = 0; i < ask->card_count; i++) {
        if (sc_str_find_char(ask->cards[i], ':') >= 0) /* an audience's full name */
            audiences[count++] = ask->cards[i];
        else if (!add_card(g, ask->cards[i], audiences, &count))
            where_notes_add(&g->notes, g->rq->arena,
                            (struct where_about){WHERE_UNKNOWN_CARD, .name = ask->cards[i]},
                            "No store here belongs to \"%.*s\", so that card changes nothing.",
                            SC_STR_ARGS(ask->cards[i]));
    }
    for (size_t i = 0; i < ask->card_retailer_count; i++)
        add_card_of(g, ask->card_retailers[i], audiences, &count);
    g->shopper = (struct sc_shopper){
        .audiences = audiences,
        .audience_count = count,
        .coupons = ask->coupons,
        .coupon_count = ask->coupon_count,
    };
    return SC_OK;
}

enum sc_status where_gather_stores(struct where_gather *g)
{
    struct stores_found rows;
    enum sc_status st = g->ask->store_count > 0 ? find_named(g, &rows) : find_near(g, &rows);

    if (st == SC_OK)
        st = choose_currency(g, &rows);
    if (st == SC_OK)
        choose_weights(g);
    if (st == SC_OK)
        st = take_stores(g, &rows);
    return st == SC_OK ? gather_shopper(g) : st;
}
