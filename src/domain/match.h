/*
 * match.h - which products a shopper's line means, how surely, and what would do.
 *
 * Pure: the caller finds candidates and counts words; here they are ranked.
 * Evidence: words weighed by rarity (with abbreviations, endings and slips),
 * size and pack as quantities, brand, popularity. The constants were tuned on
 * half of a real catalogue joined by barcode and reported on the other half
 * (docs/matching.md).
 */
#ifndef SC_DOMAIN_MATCH_H
#define SC_DOMAIN_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "domain/item_text.h"

/* A candidate; its texts are folded (base/unicode.h). */
struct sc_match_product {
    int64_t id;                          /* the caller's */
    uint64_t gtin;                       /* 0: none */
    struct sc_str name, brand, category; /* category: as the shop's tree names it; or "" */
    enum sc_size_unit size_unit;
    int64_t size_milli; /* of one package, thousandths of size_unit; 0: not known */
    int32_t pack_count; /* pieces in the package; 1 when not said */
    bool is_weighed;    /* sold by the kilogram */
    int32_t shops;      /* that sell it: its popularity */
};

/* In how many products of the catalogue a folded word stands. */
struct sc_match_stats {
    int64_t products; /* in the catalogue; at least 1 */
    int64_t (*count)(const void *context, struct sc_str word);
    const void *context;
};

enum sc_match_confidence {
    SC_MATCH_HIGH,     /* the words leave no real doubt */
    SC_MATCH_DOUBTFUL, /* may be it: show it as a question */
    SC_MATCH_NONE,     /* nothing like it here */
};

/* What the shopper has said of single products; sorted not needed. */
struct sc_match_wishes {
    uint64_t pin;            /* only this GTIN; 0: none */
    int64_t pin_id;          /* only this product; 0: none */
    const uint64_t *refused; /* never these */
    size_t refused_count;
};

struct sc_match {
    const struct sc_match_product *product;
    double score;  /* 0..1: words and size */
    double spoken; /* 0..1: how much of the line's words the product's text has, by weight */
    enum sc_match_confidence confidence;
    bool would_do;         /* of the same kind as the best, so it fills the line */
    bool fill_is_grams;    /* `fill` is grams of a weighed product, else packages */
    bool fill_is_doubtful; /* the size is unknown, or far more than wanted */
    int64_t fill;          /* at least 1 */
};

/*
 * The best `top` of `products` for the line, best first, ties by id; those with
 * a score of 0 left out. They live in `arena` and point at `products`.
 *
 * What would do says of itself as much of the line as the best does ("milk" takes
 * any milk, "milk 3%" only those of three per cent) and stands in the best one's
 * category; its size may differ, for the fill makes up for it.
 *
 * How much fills a line: the least number of packages that together reach the
 * wanted amount, doubtful when that is over half as much again; a plain number
 * counts packages, or pieces where a package has several and not more than twice
 * that number ("6 jaja" is one box of ten).
 *
 * SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_match_rank(struct sc_arena *arena, const struct sc_item_text *item,
                                         const struct sc_match_product *products, size_t count,
                                         const struct sc_match_stats *stats,
                                         const struct sc_match_wishes *wishes, size_t top,
                                         const struct sc_match **ret_matches, size_t *ret_count);

/* "high", "doubtful", "none". Static. */
const char *sc_match_confidence_name(enum sc_match_confidence confidence);

#endif
