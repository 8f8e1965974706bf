#include "app/where_ask.h"

#include <inttypes.h>

#include "base/time.h"
#include "domain/gtin.h"
#include "domain/list_text.h"
#include "domain/plan.h"
#include "retail/match_find.h"

#define FIELD(member) .offset = offsetof(struct where_ask, member)

static const struct app_option options[] = {
    {.does = "Which stores"},
    {.name = "near",
     .type = APP_OPTION_TEXT,
     FIELD(near_text),
     .value = "LAT,LON",
     .does = "where you start, in degrees, such as 51.8985,-8.4756: stores within the radius, the "
             "nearest 200, and those whose place is not known"},
    {.name = "radius-km",
     .type = APP_OPTION_DECIMAL,
     FIELD(radius_km),
     .value = "KM",
     .preset = "10",
     .min = APP_DECIMAL_ONE / 10,
     .max = 1000 * APP_DECIMAL_ONE,
     .does = "how far a store may be, as the crow flies"},
    {.name = "stores",
     .type = APP_OPTION_LIST,
     FIELD(stores),
     .value = "A,B",
     .does = "these stores in place of those near: each as retailer/code, such as konzum/0204, by "
             "its id, or by its code where only one has it. With --near they get distances"},
    {.name = "max-stores",
     .type = APP_OPTION_INTEGER,
     FIELD(max_stores),
     .value = "N",
     .preset = "3",
     .min = 1,
     .max = SC_PLAN_VISITS_MAX,
     .does = "plans for at most 1, 2, ... N stores"},
    {.name = "currency",
     .type = APP_OPTION_TEXT,
     FIELD(currency),
     .value = "CODE",
     .does = "only stores with this currency, such as EUR. A plan never mixes currencies; without "
             "this option the nearest store's counts"},

    {.does = "What you can show at the till, and when"},
    {.name = "card",
     .type = APP_OPTION_LIST,
     FIELD(cards),
     .value = "NAME",
     .does = "you hold the card and are in the club of this retailer, by its key or its name"},
    {.name = "coupon",
     .type = APP_OPTION_LIST,
     FIELD(coupons),
     .value = "CODE",
     .does = "you hold this coupon"},
    {.name = "at",
     .type = APP_OPTION_TEXT,
     FIELD(at_text),
     .value = "TIME",
     .does = "when you shop, as 2026-11-24T10:00:00Z (UTC): deals and specials of that moment "
             "count; without it, now"},

    {.does = "What going there is worth to you"},
    {.name = "visit-cost",
     .type = APP_OPTION_DECIMAL,
     FIELD(visit_cost),
     .value = "AMOUNT",
     .max = 1000000 * APP_DECIMAL_ONE,
     .does = "what each stop costs you, all in, in place of the reckoning by way and time below"},
    {.name = "per-km",
     .type = APP_OPTION_DECIMAL,
     FIELD(per_km),
     .value = "AMOUNT",
     .max = SC_TRIP_PER_KM_MAX / 1000 * APP_DECIMAL_ONE,
     .does = "cost of a driven km; there and back count (default 0.30: fuel and wear, as tax "
             "offices allow it; times 4 for ILS, 25 for CZK and so on, see docs/where.md)"},
    {.name = "per-hour",
     .type = APP_OPTION_DECIMAL,
     FIELD(per_hour),
     .value = "AMOUNT",
     .max = SC_TRIP_PER_HOUR_MAX / 1000 * APP_DECIMAL_ONE,
     .does = "worth of an hour of yours (default 6.00, times the same)"},
    {.name = "stop-minutes",
     .type = APP_OPTION_INTEGER,
     FIELD(stop_minutes),
     .value = "MIN",
     .preset = "10",
     .max = SC_TRIP_STOP_MINUTES_MAX,
     .does = "time of a stop beside the driving: parking, shelves, the till"},
    {.name = "speed-kmh",
     .type = APP_OPTION_INTEGER,
     FIELD(speed_kmh),
     .value = "KMH",
     .preset = "30",
     .min = 1,
     .max = SC_TRIP_SPEED_MAX_KMH,
     .does = "how fast you get there: 30 is a car in town"},
    {.name = "detour",
     .type = APP_OPTION_DECIMAL,
     FIELD(detour),
     .value = "TIMES",
     .preset = "1.3",
     .min = APP_DECIMAL_ONE,
     .max = SC_TRIP_DETOUR_MAX_MILLI / 1000 * APP_DECIMAL_ONE,
     .does = "length of the road by that of the straight line"},
    {.name = "unknown-km",
     .type = APP_OPTION_DECIMAL,
     FIELD(unknown_km),
     .value = "KM",
     .max = 1000 * APP_DECIMAL_ONE,
     .does = "a store whose place is not known counts as so far away (default: the radius, or 0 "
             "without --near)"},
    {.name = "missing-cost",
     .type = APP_OPTION_DECIMAL,
     FIELD(missing_cost),
     .value = "AMOUNT",
     .max = 1000000 * APP_DECIMAL_ONE,
     .does = "what it is worth to you to get a line of the list rather than go without (default "
             "1000.00, times as per-km: all that can be had is bought)"},

    {.does = "Which products"},
    {.name = "pin",
     .type = APP_OPTION_LIST,
     FIELD(pin_texts),
     .value = "LINE=GTIN",
     .does = "this line of the list means exactly this product; lines are numbered in the answer"},
    {.name = "refuse",
     .type = APP_OPTION_LIST,
     FIELD(refuse_texts),
     .value = "GTIN",
     .does = "never this product"},
    {.name = "candidates",
     .type = APP_OPTION_INTEGER,
     FIELD(candidates),
     .value = "N",
     .preset = "40",
     .min = 1,
     .max = MATCH_CANDIDATES,
     .does = "most products that are weighed against each other for one line"},
    {.name = "max-age-days",
     .type = APP_OPTION_INTEGER,
     FIELD(max_age_days),
     .value = "DAYS",
     .preset = "0",
     .max = 36500,
     .does = "leave out prices that no file has confirmed for so long; 0: any age, which is shown"},

    {.does = "How to answer"},
    {.name = "all",
     .type = APP_OPTION_FLAG,
     FIELD(shows_all),
     .does = "show each plan in full, not only the best"},
    {.name = "budget-ms",
     .type = APP_OPTION_INTEGER,
     FIELD(budget_ms),
     .value = "MS",
     .preset = "5000",
     .max = 600000,
     .does = "CPU time for the search; when it ends early the answer says so"},
    {.name = "json",
     .type = APP_OPTION_FLAG,
     FIELD(json),
     .does = "answer as one JSON document (docs/where.md)"},
};

const struct where_ask where_ask_none = {
    .visit_cost = GATEWAY_WHERE_NOT_GIVEN,
    .per_km = GATEWAY_WHERE_NOT_GIVEN,
    .per_hour = GATEWAY_WHERE_NOT_GIVEN,
    .missing_cost = GATEWAY_WHERE_NOT_GIVEN,
    .unknown_km = GATEWAY_WHERE_NOT_GIVEN,
};

const struct app_usage where_usage = {
    .command = "where",
    .operands = "LIST.txt (--near LAT,LON | --stores A,B) [OPTION]...",
    .about = "Says where to buy a list: the cheapest plan for one, two and three stores, priced "
             "exactly with every deal, with a till slip of each stop. The list has one item a line "
             "(\"2 l milk\"); a line that is a barcode's number means exactly that product; - "
             "reads standard input. Amounts are in the stores' currency.",
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_min = 1,
    .operands_max = 1,
    .after = "Exit code: 0 answered, 1 it could not be answered, 2 the words or the list are "
             "wrong.\n\n"
             "Examples:\n\n"
             "smartcart where list.txt --near 51.8985,-8.4756 --card greenbasket\n\n"
             "echo '2 l mlijeko' | smartcart where - --stores konzum/0204,konzum/1601 --json",
};

static enum sc_status place_read(struct sc_request *rq, struct where_ask *ask)
{
    struct sc_str rest = ask->near_text, lat_text, lon_text;
    int64_t lat, lon;

    if (!sc_str_take(&rest, ',', &lat_text) || !sc_str_take(&rest, ',', &lon_text) ||
        rest.len > 0 || app_decimal_read(sc_str_trim(lat_text), &lat) != SC_OK ||
        app_decimal_read(sc_str_trim(lon_text), &lon) != SC_OK || lat < -90 * APP_DECIMAL_ONE ||
        lat > 90 * APP_DECIMAL_ONE || lon < -180 * APP_DECIMAL_ONE || lon > 180 * APP_DECIMAL_ONE)
        return sc_fail(rq, SC_INVALID,
                       "--near: must be degrees as LAT,LON, such as 51.8985,-8.4756, not \"%.*s\"",
                       SC_STR_ARGS(ask->near_text));
    ask->place = (struct sc_place){
        .lat = (double)lat / (double)APP_DECIMAL_ONE,
        .lon = (double)lon / (double)APP_DECIMAL_ONE,
    };
    ask->has_place = true;
    return SC_OK;
}

static enum sc_status gtin_read(struct sc_request *rq, const char *option, struct sc_str text,
                                uint64_t *ret_gtin)
{
    if (sc_gtin_read(text, ret_gtin) == SC_OK)
        return SC_OK;
    return sc_fail(rq, SC_INVALID,
                   "--%s: \"%.*s\" is no barcode number (GTIN) with a right check digit", option,
                   SC_STR_ARGS(text));
}

static enum sc_status pins_read(struct sc_request *rq, struct where_ask *ask)
{
    struct where_pin *pins = sc_arena_array(rq->arena, ask->pin_texts.count, sizeof *pins);

    if (pins == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the pins");
    for (size_t i = 0; i < ask->pin_texts.count; i++) {
        struct sc_str rest = ask->pin_texts.at[i], line;
        if (!sc_str_take(&rest, '=', &line) || sc_str_i64(line, &pins[i].line) != SC_OK ||
            pins[i].line < 1 || pins[i].line > SC_LIST_LINES_MAX)
            return sc_fail(rq, SC_INVALID,
                           "--pin: must be LINE=GTIN, such as 4=3850012345678, not "
                           "\"%.*s\"",
                           SC_STR_ARGS(ask->pin_texts.at[i]));
        enum sc_status st = gtin_read(rq, "pin", rest, &pins[i].gtin);
        if (st != SC_OK)
            return st;
    }
    ask->pins = pins;
    ask->pin_count = ask->pin_texts.count;
    return SC_OK;
}

static enum sc_status refused_read(struct sc_request *rq, struct where_ask *ask)
{
    uint64_t *refused = sc_arena_array(rq->arena, ask->refuse_texts.count, sizeof *refused);
    enum sc_status st = SC_OK;

    if (refused == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the refused");
    for (size_t i = 0; i < ask->refuse_texts.count && st == SC_OK; i++)
        st = gtin_read(rq, "refuse", ask->refuse_texts.at[i], &refused[i]);
    ask->refused = refused;
    ask->refused_count = ask->refuse_texts.count;
    return st;
}

static enum sc_status at_read(struct sc_request *rq, struct where_ask *ask)
{
    if (sc_time_read(ask->at_text, &ask->at_us) == SC_OK)
        return SC_OK;
    return sc_fail(rq, SC_INVALID, "--at: must be a time as 2026-11-24T10:00:00Z, not \"%.*s\"",
                   SC_STR_ARGS(ask->at_text));
}

enum sc_status where_ask_read(struct sc_request *rq, int64_t now_us, struct where_ask *ask)
{
    enum sc_status st = SC_OK;

    ask->at_us = now_us;
    if (ask->near_text.at == NULL && ask->stores.count == 0)
        st = sc_fail(rq, SC_INVALID, "say which stores: --near LAT,LON or --stores A,B");
    if (st == SC_OK && ask->near_text.at != NULL)
        st = place_read(rq, ask);
    if (st == SC_OK && ask->at_text.at != NULL)
        st = at_read(rq, ask);
    if (st == SC_OK)
        st = pins_read(rq, ask);
    return st == SC_OK ? refused_read(rq, ask) : st;
}

static enum sc_status lines_read(struct sc_request *rq, struct sc_str list,
                                 struct gateway_where_line *lines, size_t *count)
{
    struct sc_list_text text = sc_list_text_of(list);
    struct sc_str line;

    while (sc_list_text_next(&text, &line)) {
        if (*count == SC_LIST_LINES_MAX)
            return sc_fail(rq, SC_INVALID, "line %d: the list has more than %d items", text.line,
                           SC_LIST_LINES_MAX);
        lines[(*count)++] = (struct gateway_where_line){.text = line, .times_milli = 1000};
    }
    if (*count == 0)
        return sc_fail(rq, SC_INVALID,
                       "the list is empty: write one item a line, such as "
                       "\"2 l milk\"");
    return SC_OK;
}

static enum sc_status lines_pin(struct sc_request *rq, const struct where_ask *ask,
                                struct gateway_where_line *lines, size_t count)
{
    for (size_t i = 0; i < ask->pin_count; i++) {
        if (ask->pins[i].line > (int64_t)count)
            return sc_fail(rq, SC_INVALID, "--pin: the list has no line %lld",
                           (long long)ask->pins[i].line);
        lines[ask->pins[i].line - 1].pin = ask->pins[i].gtin;
    }
    return SC_OK;
}

/* Millionths in thousandths, where something was given. */
static int64_t milli_of(int64_t millionths)
{
    return millionths == GATEWAY_WHERE_NOT_GIVEN ? GATEWAY_WHERE_NOT_GIVEN : millionths / 1000;
}

static struct gateway_where_ask gateway_ask_of(const struct where_ask *ask)
{
    static const struct gateway_where_names names = {
        .stores = "--stores",
        .radius = "--radius-km",
        .radius_unit_m = 1000,
        .currency = "--currency",
        .candidates = "--candidates",
        .no_stores = "; `smartcart import` brings them in",
    };

    return (struct gateway_where_ask){
        .names = &names,
        .has_place = ask->has_place,
        .place = ask->place,
        .radius_m = (double)ask->radius_km / 1000,
        .stores = ask->stores.at,
        .store_count = ask->stores.count,
        .stores_max = SC_PLAN_STORES_MAX,
        .currency = ask->currency,
        .max_stores = (uint32_t)ask->max_stores,
        .cards = ask->cards.at,
        .card_count = ask->cards.count,
        .coupons = ask->coupons.at,
        .coupon_count = ask->coupons.count,
        .at_us = ask->at_us,
        .refused = ask->refused,
        .refused_count = ask->refused_count,
        .candidates = (size_t)ask->candidates,
        .max_age_days = ask->max_age_days,
        .visit_cost = ask->visit_cost,
        .missing_cost = ask->missing_cost,
        .per_km_milli = milli_of(ask->per_km),
        .per_hour_milli = milli_of(ask->per_hour),
        .detour_milli = ask->detour / 1000,
        .speed_kmh = ask->speed_kmh,
        .stop_minutes = ask->stop_minutes,
        .unknown_m = milli_of(ask->unknown_km),
        .budget_ms = ask->budget_ms,
    };
}

enum sc_status where_ask_list(struct sc_request *rq, const struct where_ask *ask,
                              struct sc_str list, struct gateway_where_ask *ret_ask)
{
    struct gateway_where_line *lines = sc_arena_array(rq->arena, SC_LIST_LINES_MAX, sizeof *lines);
    size_t count = 0;

    if (lines == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a list of that size");
    enum sc_status st = lines_read(rq, list, lines, &count);
    if (st == SC_OK)
        st = lines_pin(rq, ask, lines, count);
    if (st != SC_OK)
        return st;
    *ret_ask = gateway_ask_of(ask);
    ret_ask->lines = lines;
    ret_ask->line_count = count;
    return SC_OK;
}
