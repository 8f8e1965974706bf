/*
 * import.h - one file of a retailer into the catalogue, in one transaction.
 *
 *     retail_import_begin(&tx, &start, &import);            from the reader's begin
 *     retail_import_store(import, &store);                  for each record
 *     retail_import_price(import, &price);
 *     retail_import_merge(import, is_whole, &counts);       at the end of the file
 *     retail_import_record(import, &file);                  then the caller commits
 *
 * docs/catalogue.md has the rules. Records go to temporary tables by COPY and
 * from there in a few statements over all of them; rows that say what the
 * catalogue has already are not sent at all (known.h). Memory does not grow with
 * the file. Deals are the deals service's: for their files this module finds the
 * place (retailer, store, time) and keeps the record of the file.
 *
 * What fails puts its words on the transaction's request. The caller rolls
 * back, and the database is as it was before the file.
 */
#ifndef SC_RETAIL_IMPORT_H
#define SC_RETAIL_IMPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "retail/feed.h"
#include "retail/rejects.h"
#include "store/tx.h"

enum {
    RETAIL_CODE_MAX = 100,  /* bytes of a product's or store's code; GTINs have 14 */
    RETAIL_NAME_MAX = 1000, /* bytes of a name, brand or category; longer is cut */
    RETAIL_LINK_MAX = 2000, /* bytes of a URL; a longer one is left out */
    /*
     * A file may be dated so far ahead of our clock: a day for zones and clocks
     * that are wrong. One from the far future would make all later ones look old.
     */
    RETAIL_IMPORT_AHEAD_HOURS = 24,
};

/* The store of what a retailer sells without naming one (FEED_PRODUCTS). */
#define RETAIL_ONLINE_STORE SC_STR("online")

/* Where the records of a file belong. Texts live in the request's arena. */
struct retail_import_place {
    int64_t retailer_id; /* 0: a list of several retailers' stores */
    int64_t store_id;    /* 0: each record names its own */
    struct sc_str source, currency, time_zone;
    int64_t observed_at_us; /* when the retailer made the file */
    bool is_full;           /* it claims to have everything */
};

/* What the merge wrote. */
struct retail_import_counts {
    int64_t stores;    /* new or changed */
    int64_t products;  /* new or with changed facts */
    int64_t prices;    /* new or changed */
    int64_t delisted;  /* prices that went, stores that closed */
    int64_t unchanged; /* records whose store, product or price (by kind of file) was just so */
};

/* What is known of a file once it is merged. */
struct retail_import_file {
    struct sc_str path; /* for people */
    bool is_complete;   /* read to its proper end */
    int64_t rows, records;
    struct sc_str report; /* JSON */
};

struct retail_import;

/* What an import begins with. */
struct retail_import_start {
    const struct feed_head *head;
    struct sc_str content_hash;     /* bytes that tell the file, and how it is read, from others */
    struct retail_rejects *rejects; /* outlives the import */
};

/*
 * Begins with a transaction that has not been started (sc_tx_auto): starts it
 * and waits until no other import of this retailer runs. `ret_import` lives in
 * the request's arena but owns more: finish it. It is NULL when another import
 * has brought a file of this content while this one waited.
 *
 * SC_CONFLICT: a newer file of the same kind is here; nothing was changed.
 * SC_INVALID: the file's time or zone cannot be, or its retailer, store or
 * currency is missing where one is needed.
 */
SC_MUST_USE enum sc_status retail_import_begin(struct sc_tx *tx,
                                               const struct retail_import_start *start,
                                               struct retail_import **ret_import);
void retail_import_finish(struct retail_import *import); /* NULL is fine; before the tx finishes */

const struct retail_import_place *retail_import_place(const struct retail_import *import);

/* Takes a record. One that cannot be stored is a reject, not a failure. */
SC_MUST_USE enum sc_status retail_import_store(struct retail_import *import,
                                               const struct feed_store *store);
SC_MUST_USE enum sc_status retail_import_price(struct retail_import *import,
                                               const struct feed_price *price);

/*
 * All records were given: writes them. With `is_whole`, nothing being missing
 * from it, a full file takes away what it lacks, and confirms what it repeats.
 */
SC_MUST_USE enum sc_status retail_import_merge(struct retail_import *import, bool is_whole,
                                               struct retail_import_counts *ret_counts);

/* Keeps the file, what it observed, and its rejects. */
SC_MUST_USE enum sc_status retail_import_record(struct retail_import *import,
                                                const struct retail_import_file *file);

/* A file that was imported before. */
struct retail_import_known {
    struct sc_str source, kind;
    struct sc_str retailer, store; /* absent: none */
    bool is_complete;
    int64_t rows, records;
};

/* SC_NOT_FOUND, without a failure noted: no file of this content was imported. */
SC_MUST_USE enum sc_status retail_import_find(struct sc_tx *tx, struct sc_str content_hash,
                                              struct retail_import_known *ret_known);

/*
 * Looks the new prices over for outliers, in the transaction: waits until no import runs, and none
 * begins before its end. After the last file; left undone, the next call does it.
 */
SC_MUST_USE enum sc_status retail_import_judge(struct sc_tx *tx);

/* "stores", "products", "prices", "deals"; static. */
struct sc_str retail_import_kind_name(enum feed_kind kind);

#endif
