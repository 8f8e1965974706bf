#include <inttypes.h>
#include <stdarg.h>

#include "app/where_gather.h"
#include "base/time.h"
#include "domain/money.h"
#include "retail/retail_rows.h"
#include "retail/store_kind.h"

enum {
    RADIUS_STEP = 10, /* what we advise to try next: ten times the radius */
};

#define MISSING_PRESET_UNITS 1000 /* of a currency of scale 1 */

typedef struct retail_where_stores_near_row store_row;
typedef struct retail_where_stores_near_rows store_rows;

void where_note(struct where_gather *g, const char *format, ...)
{
    va_list args;

    if (g->note_count == WHERE_NOTES_MAX)
        return;
    va_start(args, format);
    g->notes[g->note_count++] = sc_arena_vprintf(g->rq->arena, format, args);
    va_end(args);
}

static enum sc_status find_near(struct where_gather *g, store_rows *rows)
{
    struct retail_where_stores_near_in in = {
        .lat = g->ask->place.lat,
        .lon = g->ask->place.lon,
        .radius_m = (double)g->ask->radius_km / 1000,
        .at = g->ask->at_us,
        .most = WHERE_STORES_READ_MAX,
    };
    enum sc_status st = retail_where_stores_near_all(g->tx, &in, WHERE_STORES_READ_MAX, rows);

    if (st != SC_OK)
        return st;
    if (rows->count > 0 && rows->at[0].total > (int64_t)rows->count)
        where_note(g, "%" PRId64 " stores are too many: only the first %zu were looked at.",
                   rows->at[0].total, rows->count);
    return SC_OK;
}

static enum sc_status no_such_store(struct where_gather *g, struct sc_str word)
{
    struct retail_where_stores_like_in in = {.word = word, .most = WHERE_ALIKE};
    struct retail_where_stores_like_rows alike;
    enum sc_status st = retail_where_stores_like_all(g->tx, &in, WHERE_ALIKE, &alike);
    struct sc_str names = SC_STR("");

    if (st != SC_OK)
        return st;
    if (alike.count == 0)
        return sc_fail(g->rq, SC_INVALID,
                       "--stores: no store is known yet; `smartcart import` brings them in");
    for (size_t i = 0; i < alike.count; i++) {
        struct sc_str about = alike.at[i].name.len > 0 ? alike.at[i].name : alike.at[i].city;
        names = sc_arena_printf(g->rq->arena, "%.*s%s%.*s/%.*s%s%.*s%s", SC_STR_ARGS(names),
                                i > 0 ? ", " : "", SC_STR_ARGS(alike.at[i].retailer_key),
                                SC_STR_ARGS(alike.at[i].code), about.len > 0 ? " (" : "",
                                SC_STR_ARGS(about), about.len > 0 ? ")" : "");
    }
    return sc_fail(g->rq, SC_INVALID, "--stores: there is no store \"%.*s\"; the nearest: %.*s",
                   SC_STR_ARGS(word), SC_STR_ARGS(names));
}

/* Each word names exactly one store. */
static enum sc_status check_named(struct where_gather *g, const store_rows *rows)
{
    size_t at = 0;

    for (size_t w = 0; w < g->ask->stores.count; w++) {
        struct sc_str word = g->ask->stores.at[w];
        if (at == rows->count || !sc_str_eq(rows->at[at].word, word))
            return no_such_store(g, word);
        const store_row *row = &rows->at[at++];
        if (at < rows->count && sc_str_eq(rows->at[at].word, word) && rows->at[at].id != row->id)
            return sc_fail(g->rq, SC_INVALID,
                           "--stores: \"%.*s\" is a code of several: say %.*s/%.*s or %.*s/%.*s",
                           SC_STR_ARGS(word), SC_STR_ARGS(row->retailer_key),
                           SC_STR_ARGS(row->code), SC_STR_ARGS(rows->at[at].retailer_key),
                           SC_STR_ARGS(rows->at[at].code));
    }
    return SC_OK;
}

static enum sc_status find_named(struct where_gather *g, store_rows *rows)
{
    struct retail_where_stores_named_in in = {
        .words = {.at = g->ask->stores.at, .count = g->ask->stores.count},
        .at = g->ask->at_us,
        .most = WHERE_STORES_READ_MAX,
    };
    enum sc_status st = retail_where_stores_named_all(g->tx, &in, WHERE_STORES_READ_MAX, rows);

    return st == SC_OK ? check_named(g, rows) : st;
}

/* The one currency of all that is planned. */
static enum sc_status choose_currency(struct where_gather *g, const store_rows *rows)
{
    const store_row *first = NULL, *other = NULL;

    for (size_t i = 0; i < rows->count; i++) {
        const store_row *row = &rows->at[i];
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
    if (g->ask->stores.count > 0 && other != NULL && g->ask->currency.at == NULL)
        return sc_fail(g->rq, SC_INVALID,
                       "--stores: %.*s/%.*s sells in %.*s and %.*s/%.*s in %.*s, and a plan never "
                       "mixes currencies: choose with --currency",
                       SC_STR_ARGS(first->retailer_key), SC_STR_ARGS(first->code),
                       SC_STR_ARGS(first->currency), SC_STR_ARGS(other->retailer_key),
                       SC_STR_ARGS(other->code), SC_STR_ARGS(other->currency));
    g->places = sc_currency_places(g->currency);
    if (g->places < 0)
        return sc_fail(g->rq, SC_INVALID, "--currency: \"%.*s\" is no currency that we know",
                       SC_STR_ARGS(g->currency));
    return SC_OK;
}

static int64_t or_preset(int64_t millionths, int64_t preset_milli)
{
    return millionths == WHERE_NOT_GIVEN ? preset_milli : millionths / 1000;
}

static void choose_weights(struct where_gather *g)
{
    const struct where_ask *ask = g->ask;
    int64_t scale = sc_currency_scale(g->currency);
    int64_t missing = MISSING_PRESET_UNITS * scale * APP_DECIMAL_ONE;

    g->weights = (struct sc_trip_weights){
        .per_km_milli = or_preset(ask->per_km, 300 * scale),
        .per_hour_milli = or_preset(ask->per_hour, 6000 * scale),
        .detour_milli = ask->detour / 1000,
        .speed_kmh = ask->speed_kmh,
        .stop_minutes = ask->stop_minutes,
    };
    if (ask->missing_cost != WHERE_NOT_GIVEN)
        missing = ask->missing_cost;
    g->missing_minor = where_minor_of(missing, g->places);
    if (g->missing_minor > SC_TRIP_VISIT_MAX)
        g->missing_minor = SC_TRIP_VISIT_MAX;
}

static void weigh_distance(const struct where_gather *g, const store_row *row,
                           struct sc_where_store *store)
{
    const struct where_ask *ask = g->ask;
    int64_t far_m = ask->unknown_km;

    if (far_m == WHERE_NOT_GIVEN)
        far_m = ask->has_place ? ask->radius_km : 0;
    far_m /= 1000;
    if (ask->has_place && row->has_lat) {
        store->has_distance = true;
        store->distance_m = sc_place_distance_m(ask->place, (struct sc_place){row->lat, row->lon});
        far_m = store->distance_m;
    }
    store->visit_minor = ask->visit_cost != WHERE_NOT_GIVEN
                             ? where_minor_of(ask->visit_cost, g->places)
                             : sc_trip_visit_minor(&g->weights, far_m, g->places);
    if (store->visit_minor > SC_TRIP_VISIT_MAX)
        store->visit_minor = SC_TRIP_VISIT_MAX;
}

static void add_store(struct where_gather *g, const store_row *row)
{
    struct sc_where_store store = {
        .id = row->id,
        .retailer_key = row->retailer_key,
        .retailer_name = row->retailer_name,
        .code = row->code,
        .name = row->name,
        .address = row->address,
        .city = row->city,
        .at_local_us = row->at_local,
    };

    weigh_distance(g, row, &store);
    g->store_ids[g->store_count] = row->id;
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

static bool may_take(const struct where_gather *g, const store_row *row, struct left_out *out)
{
    bool is_named = g->ask->stores.count > 0;

    if (is_taken(g, row->id))
        return false;
    if (!row->has_prices)
        out->without_prices++;
    else if (!sc_str_eq(row->currency, g->currency))
        out->other_currency++;
    else if (row->kind == RETAIL_STORE_ONLINE && !is_named)
        out->online++;
    else if (g->store_count == SC_PLAN_STORES_MAX)
        out->too_many++;
    else
        return true;
    return false;
}

static void note_left_out(struct where_gather *g, const struct left_out *out)
{
    if (out->without_prices > 0)
        where_note(g, "Left out: %zu store%s of which no prices are known.", out->without_prices,
                   out->without_prices == 1 ? "" : "s");
    if (out->other_currency > 0)
        where_note(g, "Left out: %zu store%s with another currency than %.*s (--currency chooses).",
                   out->other_currency, out->other_currency == 1 ? "" : "s",
                   SC_STR_ARGS(g->currency));
    if (out->online > 0)
        where_note(g,
                   "Left out: %zu online shop%s, whose delivery has a price of its own; name "
                   "%s with --stores.",
                   out->online, out->online == 1 ? "" : "s", out->online == 1 ? "it" : "them");
    if (out->too_many > 0)
        where_note(g, "Left out: %zu stores beyond the first %d.", out->too_many,
                   SC_PLAN_STORES_MAX);
}

static enum sc_status no_store(struct where_gather *g)
{
    const struct where_ask *ask = g->ask;

    if (ask->stores.count > 0)
        return sc_fail(g->rq, SC_NOT_FOUND, "--stores: none of them has prices in %.*s",
                       SC_STR_ARGS(g->currency));
    return sc_fail(g->rq, SC_NOT_FOUND,
                   "no store with prices%s%.*s is known within %g km of there. Try --radius-km %g, "
                   "or name stores with --stores; `smartcart import` brings them in",
                   ask->currency.at != NULL ? " in " : "", SC_STR_ARGS(ask->currency),
                   (double)ask->radius_km / (double)APP_DECIMAL_ONE,
                   RADIUS_STEP * (double)ask->radius_km / (double)APP_DECIMAL_ONE);
}

static enum sc_status take_stores(struct where_gather *g, const store_rows *rows)
{
    struct left_out out = {0};

    g->stores = sc_arena_array(g->rq->arena, SC_PLAN_STORES_MAX, sizeof *g->stores);
    g->store_ids = sc_arena_array(g->rq->arena, SC_PLAN_STORES_MAX, sizeof *g->store_ids);
    if (g->stores == NULL || g->store_ids == NULL)
        return sc_fail(g->rq, SC_NO_MEMORY, "no memory for the stores");
    for (size_t i = 0; i < rows->count; i++)
        if (may_take(g, &rows->at[i], &out))
            add_store(g, &rows->at[i]);
    note_left_out(g, &out);
    return g->store_count > 0 ? SC_OK : no_store(g);
}

/* Adds "card:key" and "club:key" of each retailer here that `name` names; whether there was one. */
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
        audiences[(*count)++] = sc_arena_printf(g->rq->arena, "card:%.*s", SC_STR_ARGS(key));
        audiences[(*count)++] = sc_arena_printf(g->rq->arena, "club:%.*s", SC_STR_ARGS(key));
    }
    return is_known;
}

static enum sc_status gather_shopper(struct where_gather *g)
{
    const struct app_texts *cards = &g->ask->cards;
    size_t room = cards->count * (2 * g->store_count + 1), count = 0;
    struct sc_str *audiences = sc_arena_array(g->rq->arena, room, sizeof *audiences);

    if (audiences == NULL)
        return sc_fail(g->rq, SC_NO_MEMORY, "no memory for the cards");
    for (size_t i = 0; i < cards->count; i++) {
        if (sc_str_find_char(cards->at[i], ':') >= 0) /* an audience's full name */
            audiences[count++] = cards->at[i];
        else if (!add_card(g, cards->at[i], audiences, &count))
            where_note(g, "No store here belongs to \"%.*s\", so that card changes nothing.",
                       SC_STR_ARGS(cards->at[i]));
    }
    g->shopper = (struct sc_shopper){
        .audiences = audiences,
        .audience_count = count,
        .coupons = g->ask->coupons.at,
        .coupon_count = g->ask->coupons.count,
    };
    return SC_OK;
}

enum sc_status where_gather_stores(struct where_gather *g)
{
    store_rows rows;
    enum sc_status st = g->ask->stores.count > 0 ? find_named(g, &rows) : find_near(g, &rows);

    if (st == SC_OK)
        st = choose_currency(g, &rows);
    if (st == SC_OK)
        choose_weights(g);
    if (st == SC_OK)
        st = take_stores(g, &rows);
    return st == SC_OK ? gather_shopper(g) : st;
}
