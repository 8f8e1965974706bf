/*
 * item_words.h - the words that surround quantities in shopping lists.
 *
 * Tables only, English, Croatian and Hebrew together: a list mixes them. All
 * arguments are folded (base/unicode.h).
 */
#ifndef SC_DOMAIN_ITEM_WORDS_H
#define SC_DOMAIN_ITEM_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* "two", "dvije", "חצי": its value in thousandths; 0: no number word. */
int64_t sc_item_number_word(struct sc_str word);

/* "a", "an": one, but only before a word that can be counted. */
bool sc_item_is_article(struct sc_str word);

/* "of", "od": between a quantity and its name, and part of neither. */
bool sc_item_is_link(struct sc_str word);

/* "and", "i": may stand before "a half". */
bool sc_item_is_and(struct sc_str word);

/* Hebrew "and a half", "and a quarter", written as one word: in thousandths; 0: neither. */
int64_t sc_item_and_fraction(struct sc_str word);

/*
 * A unit that means one of it when it opens a line without a number: "kila
 * šećera", "dozen eggs". English packages only before "of": `next` is the word
 * behind. "vrećica za smeće" is a product: nothing before "za" counts.
 */
bool sc_item_stands_for_one(struct sc_str unit_word, struct sc_str next);

/* `number` before `next` is part of a name: "7 grain bread", "3 in 1", "half and half". */
bool sc_item_number_is_name(struct sc_str number, struct sc_str next);

#endif
