/*
 * feed_map.h - how a table of one retailer, country or standard is to be read.
 *
 * A map is a small text, one statement a line; docs/feeds.md shows them all. The
 * maps of src/retail/maps/ are part of the program; any other file will do too.
 *
 *     map hr                                   its name: one word
 *     source hr                                what --source calls it; several maps may share it
 *     kind prices                              prices, products, stores or deals
 *     full yes                                 a complete file delists what it lacks
 *     delimiter auto                           auto, comma, semicolon, tab, pipe
 *     quotes yes                               RFC 4180; no: a quote is a character
 *     rows Proizvod                            an XML list instead: the element of one row
 *     encoding windows-1250                    of what turns out not to be UTF-8
 *     decimal auto                             auto, point, comma
 *     country HR / currency EUR / time-zone Europe/Zagreb
 *     file {retailer}-{store}-{yyyy}-{mm}-{dd}.csv     what its files are called
 *     retailer konzum = Konzum                 a chain's name for people
 *     column price = Price | Maloprodajna cijena       a field, and the columns it may stand
 *                                              in: a row's first that is not empty
 *     need price                               rows of files without this column are not ours
 *     weighed kg | kilogram                    values of column unit: the price is per kg, when
 *                                              the size stands in column quantity alone
 *     gone out_of_stock                        values of column availability: not sold now
 *     keep type = shop                         only rows whose column has one of these values
 *     skip category = gift card                no row whose column has one of these values
 *
 * Column names and values are compared without case, accents, spaces and signs.
 */
#ifndef SC_RETAIL_FEED_MAP_H
#define SC_RETAIL_FEED_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "retail/feed.h"
#include "retail/feed_rows.h"
#include "retail/feed_text.h"
#include "runtime/request.h"

enum {
    FEED_MAP_TEXT_MAX = 64 * 1024, /* bytes of a map file */
    FEED_MAP_LIST_MAX = 64,        /* names of one column, files, retailers, filters */
};

/* What a column can hold, by the word that maps use. */
#define FEED_FIELDS(X)                                   \
    X(FEED_FIELD_CODE, "code")                           \
    X(FEED_FIELD_GTIN, "gtin")                           \
    X(FEED_FIELD_NAME, "name")                           \
    X(FEED_FIELD_BRAND, "brand")                         \
    X(FEED_FIELD_CATEGORY, "category")                   \
    X(FEED_FIELD_PRICE, "price")                         \
    X(FEED_FIELD_SPECIAL_PRICE, "special_price")         \
    X(FEED_FIELD_SPECIAL_DATES, "special_dates")         \
    X(FEED_FIELD_LOW_30D, "low_30d")                     \
    X(FEED_FIELD_DEPOSIT, "deposit")                     \
    X(FEED_FIELD_QUANTITY, "quantity")                   \
    X(FEED_FIELD_UNIT, "unit")                           \
    X(FEED_FIELD_PACK, "pack")                           \
    X(FEED_FIELD_AVAILABILITY, "availability")           \
    X(FEED_FIELD_IMAGE, "image")                         \
    X(FEED_FIELD_LINK, "link")                           \
    X(FEED_FIELD_RETAILER, "retailer")                   \
    X(FEED_FIELD_STORE, "store")                         \
    X(FEED_FIELD_STORE_NAME, "store_name")               \
    X(FEED_FIELD_STORE_TYPE, "store_type")               \
    X(FEED_FIELD_ADDRESS, "address")                     \
    X(FEED_FIELD_CITY, "city")                           \
    X(FEED_FIELD_ZIP, "zip")                             \
    X(FEED_FIELD_LAT, "lat")                             \
    X(FEED_FIELD_LON, "lon")                             \
    X(FEED_FIELD_COUNTRY, "country")                     \
    X(FEED_FIELD_CURRENCY, "currency")                   \
    X(FEED_FIELD_TIME_ZONE, "time_zone")                 \
    X(FEED_FIELD_DEAL_ID, "deal_id")                     \
    X(FEED_FIELD_DEAL_TEXT, "deal_text")                 \
    X(FEED_FIELD_DEAL_DATES, "deal_dates")               \
    X(FEED_FIELD_DEAL_KIND, "deal_kind")                 \
    X(FEED_FIELD_DEAL_APPLIES, "deal_applies")           \
    X(FEED_FIELD_DEAL_OFFER, "deal_offer")               \
    X(FEED_FIELD_DEAL_COUPON, "deal_coupon")             \
    X(FEED_FIELD_DEAL_CHANNEL, "deal_channel")           \
    X(FEED_FIELD_DEAL_STORES, "deal_stores")             \
    X(FEED_FIELD_DEAL_STORES_NOT, "deal_stores_not")     \
    X(FEED_FIELD_DEAL_STORES_APPLY, "deal_stores_apply") \
    X(FEED_FIELD_DEAL_ITEMS, "deal_items")               \
    X(FEED_FIELD_DEAL_ITEMS_NOT, "deal_items_not")       \
    X(FEED_FIELD_DEAL_GROUPS, "deal_groups")             \
    X(FEED_FIELD_DEAL_PERCENT, "deal_percent")           \
    X(FEED_FIELD_DEAL_AMOUNT, "deal_amount")             \
    X(FEED_FIELD_DEAL_MIN_PURCHASE, "deal_min_purchase") \
    X(FEED_FIELD_DEAL_BUY, "deal_buy")                   \
    X(FEED_FIELD_DEAL_GET, "deal_get")                   \
    X(FEED_FIELD_DEAL_LIMIT, "deal_limit")               \
    X(FEED_FIELD_DEAL_LIMIT_VALUE, "deal_limit_value")   \
    X(FEED_FIELD_DEAL_PRICE, "deal_price")               \
    X(FEED_FIELD_DEAL_GIFT_ITEM, "deal_gift_item")

enum feed_field {
#define X(id, word) id,
    FEED_FIELDS(X)
#undef X
    FEED_FIELD_COUNT,
};

struct feed_map_list {
    struct sc_str at[FEED_MAP_LIST_MAX];
    size_t count;
};

struct feed_map_filter {
    struct sc_str column; /* folded */
    struct feed_map_list values;
    bool is_keep;
};

struct feed_map {
    struct sc_str name, source;
    enum feed_kind kind;
    bool is_full;
    struct feed_grammar grammar;
    struct sc_str xml_row; /* folded; absent: delimited text */
    enum feed_encoding encoding;
    char decimal;                                       /* '.', ',' or 0: told from each number */
    struct sc_str country, currency, time_zone;         /* absent: not known from the map */
    struct feed_map_list files;                         /* patterns, as written */
    struct feed_map_list retailer_keys, retailer_names; /* side by side */
    struct feed_map_list columns[FEED_FIELD_COUNT];     /* folded names, best first */
    bool needs[FEED_FIELD_COUNT];
    struct feed_map_list weighed, gone; /* folded */
    struct feed_map_filter *filters;
    size_t filter_count;
};

/* What a file's name says; texts lie in the name. */
struct feed_map_name {
    struct sc_str retailer, store; /* absent: not in the name */
    struct feed_time time;         /* is_local set; a day without hours is its midnight */
};

/*
 * Reads a map's text, which must stay; all else lives in `arena`. SC_INVALID:
 * `map_name:line: what is wrong` is noted on the request.
 */
SC_MUST_USE enum sc_status feed_map_read(struct sc_request *rq, struct sc_arena *arena,
                                         struct sc_str map_name, struct sc_str text,
                                         struct feed_map **ret_map);

/* Letters and digits of `text`, without case and accents. SC_INVALID: no UTF-8. */
SC_MUST_USE enum sc_status feed_map_fold(struct sc_arena *arena, struct sc_str text,
                                         struct sc_str *ret_folded);

/* `value`, folded, stands in the list. */
bool feed_map_has(const struct feed_map_list *list, struct sc_str folded);

/* The first file pattern that the name has; false: none. */
bool feed_map_match_name(const struct feed_map *map, struct sc_str name,
                         struct feed_map_name *ret_name);

/* "konzum" -> "Konzum" as the map says; a name that it lacks is made of the key. In `arena`. */
SC_MUST_USE enum sc_status feed_map_retailer_name(struct sc_arena *arena,
                                                  const struct feed_map *map, struct sc_str key,
                                                  struct sc_str *ret_name);

#endif
