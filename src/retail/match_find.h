/*
 * match_find.h - from a line to products of the catalogue.
 *
 * The database gives candidates: words of the catalogue that are near the line's,
 * then the products with the rarest of them (docs/matching.md). The ranking is
 * domain/match's. What a shop sells since the last import is found once
 * match_learn has run.
 */
#ifndef SC_RETAIL_MATCH_FIND_H
#define SC_RETAIL_MATCH_FIND_H

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "domain/item_text.h"
#include "domain/match.h"
#include "domain/match_words.h"
#include "store/tx.h"

enum {
    MATCH_CANDIDATES = 100, /* ranked of each line: more find no more (docs/matching.md) */
    MATCH_POSTINGS = 1000,  /* products of all the words looked at together; the same */
    MATCH_NEAR_ROWS = 501 * SC_MATCH_WORDS_MAX, /* as word_near.sql limits itself */
    MATCH_NEARS = 4000, /* words of the catalogue that may be meant; few lines have a tenth */
};

struct match_ask {
    const struct sc_item_text *item;
    const struct sc_match_wishes *wishes; /* NULL: none */
    const int64_t *stores;                /* only what one of these sells; none: anywhere */
    size_t store_count;
    size_t top; /* at most so many */
};

/* A product with its words as given. */
struct match_product {
    struct sc_match_product product;
    struct sc_str name, brand; /* brand absent: not known */
};

struct match_found {
    const struct sc_match *matches; /* best first */
    size_t count;
    const struct match_product *products; /* in the order of `matches` */
};

/*
 * Products for one line. Texts live in the request's arena. No candidate is no
 * failure: `count` is 0.
 *
 * Failures are the database's (store/tx.h) and SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status match_find(struct sc_tx *tx, const struct match_ask *ask,
                                      struct match_found *ret_found);

/* Learns the words of products that are new or renamed; to be run after imports. */
SC_MUST_USE enum sc_status match_learn(struct sc_tx *tx);

#endif
