/*
 * match_words.h - a text as words and sizes, and how alike two words are.
 *
 * Shop texts abbreviate ("TJEST BARILLA 500G"), shoppers inflect ("mlijeka"),
 * both misspell. All texts here are folded (base/unicode.h).
 */
#ifndef SC_DOMAIN_MATCH_WORDS_H
#define SC_DOMAIN_MATCH_WORDS_H

#include <stdint.h>

#include "base/str.h"
#include "domain/units.h"

enum {
    SC_MATCH_WORDS_MAX =
        40, /* words kept of one text: item lines have 200 bytes, names rarely 100 */
    SC_MATCH_SIZES_MAX = 6, /* sizes kept of one text */
};

struct sc_match_size {
    enum sc_size_unit unit;
    int64_t milli; /* above 0 */
};

struct sc_match_text {
    struct sc_str words[SC_MATCH_WORDS_MAX]; /* borrowed; each once */
    int word_count;
    struct sc_match_size sizes[SC_MATCH_SIZES_MAX]; /* "4x125g" is 500 g and 4 pieces */
    int size_count;
};

/* Adds the words and sizes of a folded text; what is beyond the limits is left out. */
void sc_match_text_add(struct sc_match_text *text, struct sc_str folded);
void sc_match_text_add_size(struct sc_match_text *text, enum sc_size_unit unit, int64_t milli);

/*
 * How surely a shopper's word and a product's mean the same, 0..1: 1 when equal;
 * less for an abbreviation, another ending, a slip of the finger. Symmetric, but
 * that a product's word is the longer one says less than that it is the shorter.
 */
double sc_match_word_likeness(struct sc_str said, struct sc_str sold);

#endif
