/*
 * deals.h - what others may ask of the deals service: taking in a file of deals.
 *
 *     deals_import_begin(&tx, &place, &import);
 *     deals_import_offer(import, &offer);          for each
 *     deals_import_merge(import, &end, &counts);   then the caller commits
 *
 * A deal is stored once however many stores have it: it is known by a hash of
 * all that the retailer says of it. docs/catalogue.md has the rules.
 */
#ifndef SC_DEALS_DEALS_H
#define SC_DEALS_DEALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "domain/deal.h"
#include "store/tx.h"

enum {
    DEALS_CODE_MAX = 100,  /* bytes of a product's code; a longer one is in no price file either */
    DEALS_TEXT_MAX = 2000, /* bytes of a deal's words; longer is cut */
    DEALS_NAME_MAX = 200,  /* bytes of a number, coupon or audience: the pricing contract's texts */
    DEALS_CODES_MAX = 20000, /* codes of one deal; the most seen were a few thousand */
};

/* Where the deals of a file belong. Texts outlive the import. */
struct deals_place {
    int64_t retailer_id;
    int64_t store_id; /* 0: each deal names its stores */
    struct sc_str source;
    struct sc_str currency, time_zone; /* absent: not said */
    int64_t observed_at_us;            /* when the retailer made the file */
    bool is_full;                      /* it claims to have everything */
};

/* One deal in one store, or in all of the retailer's. */
struct deals_offer {
    int64_t line; /* in the file, for people */
    /*
     * Its terms. `id` is the retailer's own number; items are in `codes`; starts
     * and ends may be wall time of the place's zone.
     */
    struct sc_deal terms;
    bool starts_is_local, ends_is_local;
    struct sc_str text;             /* the retailer's words */
    struct sc_str unpriced_kind;    /* of SC_DEAL_UNPRICED: what it was */
    struct sc_str store_code;       /* absent: the place's store */
    bool is_everywhere;             /* in every store, those to come too */
    const struct sc_str *codes;     /* products that trigger it, by the retailer's codes */
    size_t code_count;              /* in any order; may be none */
    const struct sc_str *get_codes; /* gifts of buy_get that are others; else none */
    size_t get_code_count;
};

struct deals_counts {
    int64_t deals;     /* new or changed, counted in each store */
    int64_t ended;     /* taken away, since the file lacks them */
    int64_t unchanged; /* deals of the file that were there just so */
};

struct deals_import;

/*
 * Begins inside a started transaction. `ret_import` lives in the request's
 * arena but owns more: finish it.
 */
SC_MUST_USE enum sc_status deals_import_begin(struct sc_tx *tx, const struct deals_place *place,
                                              struct deals_import **ret_import);
void deals_import_finish(struct deals_import *import); /* NULL is fine; before the tx finishes */

/*
 * Takes a deal. `ret_why` is NULL, or the reason why it cannot be kept, such as
 * "no_store" (static): that is no failure.
 */
SC_MUST_USE enum sc_status deals_import_offer(struct deals_import *import,
                                              const struct deals_offer *offer,
                                              const char **ret_why);

/* How the file ended, and who wants to know of deals that a later one of the same number replaced.
 */
struct deals_end {
    bool is_whole; /* nothing is missing from it: a full file then ends what it lacks */
    void *context;
    void (*repeated)(void *context, int64_t line, struct sc_str id);
};

/* All deals were given: writes them. */
SC_MUST_USE enum sc_status deals_import_merge(struct deals_import *import,
                                              const struct deals_end *end,
                                              struct deals_counts *ret_counts);

/*
 * Finds what deals are first about, for those whose items came after them: to be
 * run after imports.
 */
SC_MUST_USE enum sc_status deals_settle(struct sc_tx *tx);

#endif
