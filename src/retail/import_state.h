/*
 * import_state.h - an import between its parts: import.c begins and ends it, import_store.c and
 * import_price.c take the records and merge them. For these files alone.
 */
#ifndef SC_RETAIL_IMPORT_STATE_H
#define SC_RETAIL_IMPORT_STATE_H

#include "retail/import.h"
#include "retail/known.h"
#include "store/copy.h"

struct retail_import {
    struct sc_tx *tx;
    struct sc_request *rq;
    struct retail_rejects *rejects;
    struct sc_str content_hash;
    struct retail_import_place place;
    enum feed_kind kind;
    struct sc_str retailer_key, retailer_name; /* absent: each store names its own */
    struct sc_str country;                     /* absent: not said */
    struct sc_str store_code;                  /* of rows that name none; absent: they must */
    bool is_one_store;                         /* all rows are of store_code */
    bool is_whole;                             /* so the merge was told */
    struct sc_copy copy;                       /* into the staging table */
    int64_t seq;                               /* rows staged or dropped so far */
    int64_t repeats;                           /* rows that a later one replaced */
    /* Prices only. */
    struct retail_known *known;
    uint64_t price_seed;    /* what all price hashes of the file begin with */
    int64_t known_store_id; /* the store of all rows; 0: several, or none yet */
    bool knows_prices;      /* `known` has all of that store */
    int64_t unseen_prices;  /* known prices that the file has not had yet */
    bool has_bare;          /* some rows have no facts */
    bool has_gone, has_priced;
    bool has_unplaced;               /* some lack their store's id, or have local times */
    bool has_known_price;            /* some have prices where the store may have had one */
    struct sc_i64_list observed_ids; /* stores that the file has prices of */
};

/* Each makes its staging table and begins the COPY into it. */
SC_MUST_USE enum sc_status retail_import_stores_begin(struct retail_import *import);
SC_MUST_USE enum sc_status retail_import_prices_begin(struct retail_import *import);

/* Each ends the COPY and merges. */
SC_MUST_USE enum sc_status retail_import_stores_merge(struct retail_import *import,
                                                      struct retail_import_counts *counts);
SC_MUST_USE enum sc_status retail_import_prices_merge(struct retail_import *import,
                                                      struct retail_import_counts *counts);

/* `text`, or absent when it is empty or has more than `max_bytes`. */
struct sc_str retail_import_text(struct sc_str text, size_t max_bytes);

#endif
