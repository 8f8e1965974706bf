/*
 * feed.h - what a retailer's file says, record by record, whatever its form.
 *
 * A reader (feed_il.c, feed_table.c) turns a file into calls on a sink; the
 * importer is one sink, a test's list another. Readers know no database. All
 * texts are valid UTF-8 without NUL, trimmed, borrowed for the length of the call.
 */
#ifndef SC_RETAIL_FEED_H
#define SC_RETAIL_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/str.h"
#include "domain/deal.h"
#include "domain/units.h"

enum feed_kind {
    FEED_STORES,
    FEED_PRODUCTS, /* what a retailer sells, with or without a price; no store (Merchant) */
    FEED_PRICES,   /* prices in one store, or in the store that each row names */
    FEED_DEALS,
};

/* A moment as the file gives it. */
struct feed_time {
    bool is_given;
    bool is_local; /* wall time of the head's zone; else UTC */
    int64_t at_us; /* microseconds since 1970 in that reckoning */
};

/* Known before the first record. */
struct feed_head {
    struct sc_str source; /* "il", "hr", "merchant": the format or map it was read with */
    enum feed_kind kind;
    bool is_full;               /* a complete file of this kind delists what it lacks */
    struct sc_str retailer_key; /* unique for ever, such as "rami-levy"; absent: stores name it */
    struct sc_str retailer_name;
    struct sc_str country;    /* ISO 3166, two letters; absent: not said */
    struct sc_str currency;   /* ISO 4217; absent: not said, and no record has money */
    struct sc_str time_zone;  /* IANA; absent: not said, and no time is local */
    struct sc_str store_code; /* absent: records name their store, or there is none */
    struct sc_str store_name; /* absent: unknown */
    struct sc_str store_address, store_city, store_zip; /* absent: unknown */
    struct feed_time observed;                          /* when the retailer made the file */
};

struct feed_store {
    int64_t line;                              /* in the file, from 1 */
    struct sc_str retailer_key, retailer_name; /* absent: the head's */
    struct sc_str code, name, sub_chain, address, city, zip;
    int type; /* 1 shop, 2 online, 3 both; 0 not said */
    bool has_place;
    double lat, lon; /* degrees, WGS 84 */
};

/* What one retailer sells under one code, and (unless a product only) for how much. */
struct feed_price {
    int64_t line;             /* in the file, from 1 */
    struct sc_str code;       /* the retailer's own, normalised: never empty */
    struct sc_str store_code; /* absent: the head's */
    uint64_t gtin; /* 14-digit form with a right check digit; 0: none, or shop-internal */
    struct sc_str name, brand, category; /* as given; name never empty when has_facts */
    bool has_facts;                      /* false: code and price only (local inventory) */
    enum sc_size_unit size_unit;
    int64_t size_milli;    /* of one package, in thousandths of size_unit; 0: not known */
    int32_t pack_count;    /* pieces in the package; 1 when not said */
    bool is_weighed;       /* price is per kg */
    bool has_price;        /* false only for FEED_PRODUCTS and what is gone */
    int64_t price_minor;   /* what the shelf says now: the special price where there is one */
    int64_t regular_minor; /* the price without the special; 0: not given */
    bool is_special;       /* and it holds now: a special not begun or over is left out */
    int64_t low_30d_minor; /* lowest of the last 30 days as the retailer says; 0: not given */
    int64_t deposit_minor; /* not in price_minor; 0: none */
    struct feed_time special_from, special_to;
    bool is_gone; /* the row says that it is sold no more */
    struct sc_str image_url, link;
};

struct feed_deal {
    int64_t line;
    struct sc_str source_id;  /* the retailer's own number, unique in store and file */
    struct sc_str text;       /* its words, shown to people */
    struct sc_str store_code; /* absent: the head's; with `all_stores`: every store */
    bool all_stores;
    enum sc_deal_kind kind;
    struct sc_str unpriced_kind; /* SC_DEAL_UNPRICED: what it was, such as "reward 10" */
    int64_t count, get, value, min_grams, max_grams, max_uses, max_units, basket_min;
    bool basket_min_counts_own;
    struct feed_time starts, ends; /* both included */
    struct sc_str coupon;          /* absent: none */
    const struct sc_str *audiences;
    size_t audience_count;
    const struct sc_str *codes; /* retailer's codes, normalised as in feed_price; each once */
    size_t code_count;
    const struct sc_str *get_codes; /* buy_get whose gifts differ; else none */
    size_t get_code_count;
};

/* A row that could not be used. `reason` is one of a small set of words, such as "bad_price". */
struct feed_reject {
    int64_t line;
    struct sc_str reason;
    struct sc_str words; /* the offending text, cut; for people */
};

/*
 * Where a reader puts what it reads. A status other than SC_OK stops the
 * reader, which returns it unchanged. `begin` comes once, before any store,
 * price or deal; rejects may come before it, for a file's currency may first
 * stand in its first good row.
 */
struct feed_sink {
    void *context;
    enum sc_status (*begin)(void *context, const struct feed_head *head);
    enum sc_status (*store)(void *context, const struct feed_store *store);
    enum sc_status (*price)(void *context, const struct feed_price *price);
    enum sc_status (*deal)(void *context, const struct feed_deal *deal);
    enum sc_status (*reject)(void *context, const struct feed_reject *reject);
};

/* How a file ended, told by the reader when it returns SC_OK. */
struct feed_end {
    bool is_complete;        /* read to its proper end, with as many records as it declared */
    const char *why_partial; /* words for people when it is not; static storage */
    int64_t rows;            /* records seen, good and bad */
};

#endif
