/*
 * units.h - the unit words of shops and shoppers: English, Croatian, Hebrew.
 *
 * Every unit is an exact fraction of one of a few base units, so that sizes
 * from different texts compare as quantities.
 */
#ifndef SC_DOMAIN_UNITS_H
#define SC_DOMAIN_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SC_UNIT_WORD_MAX = 32, /* bytes of a unit word; the longest in the table has 20 */
};

/* What a package holds, in one base unit each. */
enum sc_size_unit {
    SC_SIZE_NONE, /* not known */
    SC_SIZE_G,
    SC_SIZE_ML,
    SC_SIZE_PIECE,
    SC_SIZE_MM,  /* length: foil, paper */
    SC_SIZE_CM2, /* area */
};

/*
 * One unit: 1 of it is num/den base units. Weights and volumes other than
 * metric are avoirdupois and US customary (a pint is 473.176473 ml).
 */
struct sc_unit {
    const char *symbol; /* "kg", "fl oz", "piece", "bottle": for people and for JSON */
    enum sc_size_unit size;
    int64_t num, den;
    bool is_package; /* "bottle", "pack": says how many packages, not what is in one */
};

/*
 * The unit that a word means, in any case, with or without marks, dots, quotes
 * and inner spaces ("Kg", "fl. oz", "מ\"ל"). NULL: no unit word. The answer is static.
 */
const struct sc_unit *sc_unit_find(struct sc_str word);

/* Word number `i` of the table, folded, in byte order; NULL behind the last. Static. */
const char *sc_unit_word(size_t i);

/* "g", "ml", "piece", "mm", "cm2"; "" for SC_SIZE_NONE. Static. */
const char *sc_size_unit_symbol(enum sc_size_unit size);

/*
 * Thousandths of `unit` as thousandths of its base unit, half rounded up.
 * SC_INVALID: below 0, or the result leaves int64_t.
 */
SC_MUST_USE enum sc_status sc_unit_to_base(const struct sc_unit *unit, int64_t amount_milli,
                                           int64_t *ret_base_milli);

#endif
