#include "retail/feed_table_row.h"

#include <string.h>

#include "domain/gtin.h"
#include "domain/money.h"
#include "domain/trip.h"
#include "retail/feed_when.h"

enum {
    PLACE_DIGITS = 7, /* of a degree: a centimetre */
};
#define PLACE_SCALE 1e7

static bool is_given(struct sc_str s)
{
    return s.len > 0;
}

static struct sc_str first_given(struct sc_str a, struct sc_str b)
{
    return is_given(a) ? a : b;
}

/* ---- the head ---- */

/* Lower case, and "-" for all but letters and digits: "Corner Shop" and "corner-shop" are one. */
static struct sc_str make_key(struct sc_arena *arena, struct sc_str name)
{
    name = sc_str_sub(name, 0, FEED_KEY_MAX);
    char *key = sc_arena_alloc(arena, name.len);

    if (key == NULL)
        return (struct sc_str){0};
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool is_upper = c >= 'A' && c <= 'Z';
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        key[i] = is_upper ? (char)(c - 'A' + 'a') : is_plain ? c : '-';
    }
    return (struct sc_str){.at = key, .len = name.len};
}

static bool rows_name_retailer(const struct feed_map *map)
{
    return map->kind == FEED_STORES && map->columns[FEED_FIELD_RETAILER].count > 0;
}

static enum sc_status name_retailer(struct feed_table *t, struct sc_str named)
{
    struct sc_str given = first_given(t->input->retailer_key, named);

    if (rows_name_retailer(t->map))
        return SC_OK;
    if (!is_given(given))
        return sc_fail(
            t->rq, SC_INVALID, "%.*s: whose file is this? Name it %.*s, or say --retailer",
            SC_STR_ARGS(t->input->name),
            SC_STR_ARGS(t->map->files.count > 0 ? t->map->files.at[0] : SC_STR("RETAILER-...")));
    t->head.retailer_key = make_key(t->arena, given);
    t->head.retailer_name = t->input->retailer_name;
    if (t->head.retailer_key.at == NULL)
        return SC_NO_MEMORY;
    if (is_given(t->head.retailer_name))
        return SC_OK;
    return feed_map_retailer_name(t->arena, t->map, t->head.retailer_key, &t->head.retailer_name);
}

static void set_currency(struct feed_table *t, struct sc_str code)
{
    t->head.currency = code;
    t->places = sc_currency_places(code);
}

enum sc_status feed_table_head(struct feed_table *t)
{
    struct feed_map_name named = {0};

    feed_map_match_name(t->map, t->input->name, &named);
    t->head = (struct feed_head){
        .source = t->map->source,
        .kind = t->map->kind,
        .is_full = t->map->is_full,
        .country = first_given(t->input->country, t->map->country),
        .time_zone = first_given(t->input->time_zone, t->map->time_zone),
        .store_code = named.store,
        .observed = feed_input_observed(t->input, named.time),
    };
    t->places = -1;
    struct sc_str currency = first_given(t->input->currency, t->map->currency);
    if (is_given(currency))
        set_currency(t, currency);
    if (is_given(currency) && t->places < 0)
        return sc_fail(t->rq, SC_INVALID, "%.*s is no currency that we know",
                       SC_STR_ARGS(currency));
    return name_retailer(t, named.retailer);
}

/* A copy for as long as the file; an empty text stays absent. */
static enum sc_status keep(struct feed_table *t, struct sc_str from, struct sc_str *to)
{
    if (is_given(*to) || !is_given(from))
        return SC_OK;
    *to = sc_arena_str(t->arena, from);
    return to->at == NULL ? SC_NO_MEMORY : SC_OK;
}

/* What the first row knows of the whole file: store lists their country, XML lists their store. */
static enum sc_status complete_head(struct feed_table *t)
{
    struct feed_head *head = &t->head;
    bool is_xml = is_given(t->map->xml_row);
    enum sc_status st = keep(t, t->cells[FEED_FIELD_COUNTRY], &head->country);

    if (st == SC_OK)
        st = keep(t, t->cells[FEED_FIELD_TIME_ZONE], &head->time_zone);
    if (st == SC_OK && is_xml)
        st = keep(t, t->cells[FEED_FIELD_STORE], &head->store_code);
    if (st == SC_OK && is_xml && t->map->kind == FEED_PRICES) {
        st = keep(t, t->cells[FEED_FIELD_STORE_NAME], &head->store_name);
        if (st == SC_OK)
            st = keep(t, t->cells[FEED_FIELD_ADDRESS], &head->store_address);
        if (st == SC_OK)
            st = keep(t, t->cells[FEED_FIELD_CITY], &head->store_city);
        if (st == SC_OK)
            st = keep(t, t->cells[FEED_FIELD_ZIP], &head->store_zip);
    }
    struct sc_str currency = {0};
    if (st == SC_OK && !is_given(head->currency))
        st = keep(t, t->cells[FEED_FIELD_CURRENCY], &currency);
    if (st == SC_OK && is_given(currency))
        set_currency(t, currency);
    return st;
}

enum sc_status feed_table_begin(struct feed_table *table)
{
    if (table->has_begun)
        return SC_OK;
    table->has_begun = true;
    return table->sink->begin(table->sink->context, &table->head);
}

/* ---- cells ---- */

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* "USD" off either end of "15.00 USD"; absent when there is none. */
static struct sc_str take_currency(struct sc_str *cell)
{
    struct sc_str s = *cell;
    struct sc_str code = {0};

    if (s.len <= 3)
        return code;
    const char *end = s.at + s.len - 3;
    if (is_capital(end[0]) && is_capital(end[1]) && is_capital(end[2])) {
        code = (struct sc_str){.at = end, .len = 3};
        s.len -= 3;
    } else if (is_capital(s.at[0]) && is_capital(s.at[1]) && is_capital(s.at[2])) {
        code = sc_str_sub(s, 0, 3);
        s = sc_str_sub(s, 3, SIZE_MAX);
    }
    *cell = sc_str_trim(s);
    return code;
}

enum feed_reason feed_table_money(struct feed_table *table, struct sc_str cell, int64_t *ret_minor)
{
    struct sc_str code = take_currency(&cell);

    if (is_given(code) && !is_given(table->head.currency)) {
        if (sc_currency_places(code) < 0)
            return FEED_BAD_CURRENCY;
        struct sc_str kept = sc_arena_str(table->arena, code);
        if (kept.at != NULL)
            set_currency(table, kept);
    }
    if (table->places < 0 || (is_given(code) && !sc_str_eq(code, table->head.currency)))
        return FEED_BAD_CURRENCY;
    if (sc_price_read(cell, table->map->decimal, table->places, ret_minor) != SC_OK)
        return FEED_BAD_PRICE;
    return FEED_REASON_NONE;
}

/* The text, folded, stands in the list. */
static bool is_listed(struct feed_table *t, struct feed_memo *memo,
                      const struct feed_map_list *list, struct sc_str text)
{
    struct sc_str folded;

    if (list->count == 0 || !is_given(text))
        return false;
    if (memo->is_set && sc_str_eq((struct sc_str){.at = memo->text, .len = memo->len}, text))
        return memo->answer;
    bool answer = feed_map_fold(t->row, text, &folded) == SC_OK && feed_map_has(list, folded);
    if (text.len <= FEED_MEMO_MAX) {
        memcpy(memo->text, text.at, text.len);
        memo->len = text.len;
        memo->answer = answer;
        memo->is_set = true;
    }
    return answer;
}

/* ---- prices ---- */

static enum feed_reason read_code(struct feed_table *t, struct feed_price *price)
{
    struct sc_str code = t->cells[FEED_FIELD_CODE];
    struct sc_str gtin = t->cells[FEED_FIELD_GTIN];

    price->code = first_given(code, gtin);
    if (!is_given(price->code) || price->code.len > FEED_CODE_MAX)
        return FEED_BAD_CODE;
    if (is_given(gtin) && sc_gtin_read(gtin, &price->gtin) != SC_OK)
        price->gtin = 0; /* internal, or mistyped: the retailer's own code remains */
    return FEED_REASON_NONE;
}

static void read_size(struct feed_table *t, struct feed_price *price)
{
    struct sc_str quantity = t->cells[FEED_FIELD_QUANTITY];
    struct sc_str unit = t->cells[FEED_FIELD_UNIT];
    struct sc_package package = {.count = 1};
    int64_t pack;

    price->pack_count = 1;
    bool has_own_unit = sc_package_read(quantity, t->map->decimal, &package) == SC_OK;
    if (!has_own_unit && sc_package_of(quantity, unit, t->map->decimal, &package) != SC_OK)
        package = (struct sc_package){.count = 1};
    /* "1.00 kg" beside the unit "kg" is what the price is for, not what a package holds */
    price->is_weighed =
        (has_own_unit || !is_given(quantity)) && is_listed(t, &t->weighed, &t->map->weighed, unit);
    if (price->is_weighed)
        return;
    price->size_unit = package.unit;
    price->size_milli = package.milli;
    price->pack_count = package.count;
    if (sc_str_i64(t->cells[FEED_FIELD_PACK], &pack) == SC_OK && pack > 1 &&
        pack <= SC_PACKAGE_COUNT_MAX)
        price->pack_count = (int32_t)pack;
}

static bool holds_now(const struct feed_table *t, const struct feed_price *price)
{
    bool has_begun = !price->special_from.is_given || price->special_from.at_us <= t->input->now_us;
    bool has_ended = price->special_to.is_given && price->special_to.at_us < t->input->now_us;

    return has_begun && !has_ended;
}

static enum feed_reason read_special(struct feed_table *t, struct feed_price *price)
{
    struct sc_str special = t->cells[FEED_FIELD_SPECIAL_PRICE];
    struct sc_str dates = t->cells[FEED_FIELD_SPECIAL_DATES];
    int64_t minor = 0;

    if (!is_given(special))
        return FEED_REASON_NONE;
    enum feed_reason reason = feed_table_money(t, special, &minor);
    if (reason != FEED_REASON_NONE || minor == 0) /* 0: some lists say so for "none" */
        return reason;
    if (is_given(dates) && feed_when_span(dates, &price->special_from, &price->special_to) != SC_OK)
        return FEED_BAD_TIME;
    if (!holds_now(t, price)) {
        price->special_from = price->special_to = (struct feed_time){0};
        return FEED_REASON_NONE;
    }
    price->regular_minor = price->price_minor;
    price->price_minor = minor;
    price->is_special = true;
    return FEED_REASON_NONE;
}

static enum feed_reason read_prices(struct feed_table *t, struct feed_price *price)
{
    enum feed_reason reason = FEED_REASON_NONE;

    if (is_given(t->cells[FEED_FIELD_PRICE]))
        reason = feed_table_money(t, t->cells[FEED_FIELD_PRICE], &price->price_minor);
    if (reason == FEED_REASON_NONE)
        reason = read_special(t, price);
    if (reason == FEED_REASON_NONE && is_given(t->cells[FEED_FIELD_LOW_30D]) &&
        feed_table_money(t, t->cells[FEED_FIELD_LOW_30D], &price->low_30d_minor) !=
            FEED_REASON_NONE)
        price->low_30d_minor = 0; /* a remark beside the price, no reason to lose it */
    if (reason == FEED_REASON_NONE && is_given(t->cells[FEED_FIELD_DEPOSIT]))
        reason = feed_table_money(t, t->cells[FEED_FIELD_DEPOSIT], &price->deposit_minor);
    if (reason != FEED_REASON_NONE)
        return reason;
    price->has_price = price->price_minor > 0;
    bool may_lack = price->is_gone || t->map->kind == FEED_PRODUCTS;
    return price->has_price || may_lack ? FEED_REASON_NONE : FEED_BAD_PRICE;
}

static enum feed_reason read_store_of_price(struct feed_table *t, struct feed_price *price)
{
    struct sc_str store = t->cells[FEED_FIELD_STORE];

    if (t->map->kind == FEED_PRODUCTS)
        return FEED_REASON_NONE;
    if (is_given(store) && !sc_str_eq(store, t->head.store_code))
        price->store_code = store;
    return is_given(store) || is_given(t->head.store_code) ? FEED_REASON_NONE : FEED_NO_STORE;
}

static enum sc_status take_price(struct feed_table *t, enum feed_reason *ret_reason)
{
    struct feed_price price = {
        .line = t->line,
        .name = t->cells[FEED_FIELD_NAME],
        .brand = t->cells[FEED_FIELD_BRAND],
        .category = t->cells[FEED_FIELD_CATEGORY],
        .image_url = t->cells[FEED_FIELD_IMAGE],
        .link = t->cells[FEED_FIELD_LINK],
        .has_facts = t->map->columns[FEED_FIELD_NAME].count > 0,
    };

    *ret_reason = read_code(t, &price);
    if (*ret_reason == FEED_REASON_NONE && price.has_facts && !is_given(price.name))
        *ret_reason = FEED_NO_NAME;
    if (*ret_reason == FEED_REASON_NONE)
        *ret_reason = read_store_of_price(t, &price);
    if (*ret_reason != FEED_REASON_NONE)
        return SC_OK;
    read_size(t, &price);
    price.is_gone = is_listed(t, &t->gone, &t->map->gone, t->cells[FEED_FIELD_AVAILABILITY]);
    *ret_reason = read_prices(t, &price);
    if (*ret_reason != FEED_REASON_NONE)
        return SC_OK;
    enum sc_status st = feed_table_begin(t);
    return st == SC_OK ? t->sink->price(t->sink->context, &price) : st;
}

/* ---- stores ---- */

static enum feed_reason read_place(struct feed_table *t, struct feed_store *store)
{
    struct sc_str lat = t->cells[FEED_FIELD_LAT], lon = t->cells[FEED_FIELD_LON];
    int64_t lat_scaled, lon_scaled;

    if (!is_given(lat) && !is_given(lon))
        return FEED_REASON_NONE;
    if (sc_decimal_read(lat, t->map->decimal, PLACE_DIGITS, &lat_scaled) != SC_OK ||
        sc_decimal_read(lon, t->map->decimal, PLACE_DIGITS, &lon_scaled) != SC_OK)
        return FEED_BAD_PLACE;
    store->lat = (double)lat_scaled / PLACE_SCALE;
    store->lon = (double)lon_scaled / PLACE_SCALE;
    if (!sc_place_is_valid((struct sc_place){store->lat, store->lon}))
        return FEED_BAD_PLACE;
    store->has_place = lat_scaled != 0 || lon_scaled != 0; /* 0,0 is a place left blank */
    return FEED_REASON_NONE;
}

/* A list of stores says one country, currency and zone for all of them. */
static bool is_of_this_file(const struct feed_table *t)
{
    static const enum feed_field fields[] = {FEED_FIELD_COUNTRY, FEED_FIELD_CURRENCY,
                                             FEED_FIELD_TIME_ZONE};
    const struct sc_str heads[] = {t->head.country, t->head.currency, t->head.time_zone};

    for (size_t i = 0; i < SC_COUNT(fields); i++)
        if (is_given(t->cells[fields[i]]) && !sc_str_eq(t->cells[fields[i]], heads[i]))
            return false;
    return true;
}

static enum sc_status take_store(struct feed_table *t, enum feed_reason *ret_reason)
{
    struct feed_store store = {
        .line = t->line,
        .code = t->cells[FEED_FIELD_STORE],
        .name = t->cells[FEED_FIELD_STORE_NAME],
        .address = t->cells[FEED_FIELD_ADDRESS],
        .city = t->cells[FEED_FIELD_CITY],
        .zip = t->cells[FEED_FIELD_ZIP],
    };
    struct sc_str chain = t->cells[FEED_FIELD_RETAILER];
    int64_t type;

    *ret_reason = FEED_REASON_NONE;
    if (!is_given(store.code) || store.code.len > FEED_CODE_MAX)
        *ret_reason = FEED_NO_STORE;
    else if (!is_of_this_file(t) || (rows_name_retailer(t->map) && !is_given(chain)))
        *ret_reason = FEED_OTHER_STORE;
    else
        *ret_reason = read_place(t, &store);
    if (*ret_reason != FEED_REASON_NONE)
        return SC_OK;
    if (rows_name_retailer(t->map)) {
        store.retailer_key = make_key(t->row, chain);
        if (store.retailer_key.at == NULL)
            return SC_NO_MEMORY;
        enum sc_status named =
            feed_map_retailer_name(t->row, t->map, store.retailer_key, &store.retailer_name);
        if (named != SC_OK)
            return named;
    }
    if (sc_str_i64(t->cells[FEED_FIELD_STORE_TYPE], &type) == SC_OK && type >= 1 && type <= 3)
        store.type = (int)type;
    enum sc_status st = feed_table_begin(t);
    return st == SC_OK ? t->sink->store(t->sink->context, &store) : st;
}

/* ---- rows ---- */

enum sc_status feed_table_reject(struct feed_table *t, enum feed_reason reason)
{
    char words[FEED_REJECT_WORDS_MAX];
    struct feed_reject reject = {.line = t->line,
                                 .reason = feed_reason_name(reason),
                                 .words =
                                     sc_str_trim(feed_input_words(t->words, words, sizeof words))};

    return t->sink->reject(t->sink->context, &reject);
}

enum sc_status feed_table_take(struct feed_table *t)
{
    enum feed_reason reason = FEED_REASON_NONE;
    enum sc_status st = t->has_begun ? SC_OK : complete_head(t);

    if (st != SC_OK)
        return st;
    switch (t->map->kind) {
    case FEED_STORES:
        st = take_store(t, &reason);
        break;
    case FEED_PRODUCTS:
    case FEED_PRICES:
        st = take_price(t, &reason);
        break;
    case FEED_DEALS:
        st = feed_table_deal(t, &reason);
        break;
    }
    return st == SC_OK && reason != FEED_REASON_NONE ? feed_table_reject(t, reason) : st;
}
