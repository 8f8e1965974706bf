/*
 * item_text.h - what one line of a shopping list says.
 *
 *     2 l milk                                   2 l of "milk"
 *     6 jaja                                     6 of "jaja"
 *     pola kile mljevenog mesa                   0.5 kg of "mljevenog mesa"
 *     2 x 1.5l cola                              2 of "cola", of 1.5 l each
 *     חלב 3% 2 ליטר                              2 l of "חלב 3%"
 *     500g Barilla penne no 73 (only on sale)    500 g of "Barilla penne no 73", with a note
 *     3850334043641                              exactly this product
 *
 * English, Croatian and Hebrew unit and number words; digits of any script.
 * What is not understood stays in the name: percentages, "7 grain bread",
 * "coca cola 0", "no 73", "vitamin C 500 mg".
 */
#ifndef SC_DOMAIN_ITEM_TEXT_H
#define SC_DOMAIN_ITEM_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "domain/units.h"

enum {
    SC_ITEM_TEXT_MAX = 200,     /* bytes of a line, ends trimmed: five times a long real one */
    SC_ITEM_COUNT_MAX = 999,    /* most packages on one line */
    SC_ITEM_PIECES_MAX = 99999, /* most pieces: sweeteners come by the thousand */
    SC_ITEM_PACK_MAX = 1000,    /* most pieces said to be in one package */
    SC_ITEM_MEASURE_MAX = 1000 * 1000, /* most base units (g, ml, mm, cm2): a tonne */
};

struct sc_item_text {
    /*
     * How much is wanted, in thousandths of what was said (0.5 kg: 500); 1000
     * when nothing was. Never 0.
     */
    int64_t quantity_milli;
    bool has_quantity;
    const struct sc_unit *unit; /* as said; NULL: a plain number, or nothing ("6 jaja") */
    int64_t amount_milli;       /* the same in base units of `unit`; 0 without a unit */

    /* What each package should hold, if said beside a number of packages; else NONE and 0. */
    enum sc_size_unit size_unit;
    int64_t size_milli;
    const struct sc_unit *size_said; /* the unit it was said in: for showing */
    int32_t pack_count;              /* "6-pack", "10/1": pieces in a package; 0: not said */

    struct sc_str name;   /* as typed without the rest, spaces single */
    struct sc_str folded; /* the same folded (base/unicode.h): for matching */
    struct sc_str note;   /* what stood in brackets; absent: nothing */
    uint64_t gtin;        /* the line names one product by its number; else 0 */
};

/*
 * Reads one line; the texts are copies in the arena.
 *
 * SC_INVALID: no UTF-8, empty, longer than SC_ITEM_TEXT_MAX, nothing to buy in
 * it ("5x"), or a quantity of 0 or out of range. SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_item_text_read(struct sc_arena *arena, struct sc_str line,
                                             struct sc_item_text *ret_item);

#endif
