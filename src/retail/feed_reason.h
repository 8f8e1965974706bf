/*
 * feed_reason.h - the closed list of reasons why a row is not used.
 */
#ifndef SC_RETAIL_FEED_REASON_H
#define SC_RETAIL_FEED_REASON_H

#include "base/str.h"

enum {
    FEED_REJECT_WORDS_MAX = 120, /* bytes of an offending record that are shown to people */
};

enum feed_reason {
    FEED_REASON_NONE,
    FEED_BAD_CODE,      /* no product code, or one that cannot be one */
    FEED_BAD_CURRENCY,  /* money of another currency than the rest of the file */
    FEED_BAD_DEAL,      /* a deal without its number, or with numbers that are none */
    FEED_BAD_ENCODING,  /* bytes that are no text */
    FEED_BAD_PLACE,     /* coordinates that are none */
    FEED_BAD_PRICE,     /* no price, or one that cannot be one */
    FEED_BAD_QUOTES,    /* a quote that never closes */
    FEED_BAD_TIME,      /* a date or time that is none */
    FEED_NO_ITEMS,      /* a deal that names no product */
    FEED_NO_NAME,       /* a product without a name */
    FEED_NO_RETAILER,   /* a store of nobody's */
    FEED_NO_STORE,      /* no store's number where one is needed */
    FEED_OTHER_STORE,   /* of a chain, country or store that is not this file's */
    FEED_REPEATED_CODE, /* a later row has the same product, store or deal: that one counts */
    FEED_TOO_LONG,      /* a row, field or list beyond our limits */
    FEED_WRONG_COLUMNS, /* more or fewer fields than the header has */
    FEED_REASON_COUNT,
};

/* "bad_code" and so on; static. FEED_REASON_NONE is "". */
struct sc_str feed_reason_name(enum feed_reason reason);

#endif
