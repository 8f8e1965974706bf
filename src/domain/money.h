/*
 * money.h - decimal text and amounts: prices, sizes, our own unit prices.
 *
 * Money is an integer in the minor unit of its currency (ISO 4217); no step
 * goes through a float.
 */
#ifndef SC_DOMAIN_MONEY_H
#define SC_DOMAIN_MONEY_H

#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "domain/units.h"

enum {
    SC_MONEY_TEXT = 48,          /* of sc_money_write, with the NUL */
    SC_PRICE_MAX = 100000000,    /* minor units: the pricing contract's limit of one price */
    SC_DECIMAL_PLACES_MAX = 9,   /* behind the mark, of what sc_decimal_read gives */
    SC_PACKAGE_COUNT_MAX = 9999, /* pieces in a package */
};
#define SC_AMOUNT_MAX INT64_C(1000000000000) /* minor units: the contract's limit of a sum */

/*
 * Decimal places of a currency ("EUR" 2, "JPY" 0, "JOD" 3), by ISO 4217 for the
 * currencies of shops; -1: not a currency that we know.
 */
int sc_currency_places(struct sc_str code);

/*
 * A number as people write it, times 10^places, half rounded away from zero.
 *
 * `mark` is the decimal mark: '.' or ','. The other one and spaces, no-break
 * spaces and apostrophes may stand between groups of three digits before it.
 * With mark 0 both are known: of two different ones the last is the mark, a
 * lone one is the mark, one that is repeated parts groups.
 *
 * SC_INVALID: anything else, or the result is beyond SC_AMOUNT_MAX either way.
 */
SC_MUST_USE enum sc_status sc_decimal_read(struct sc_str text, char mark, int places,
                                           int64_t *ret_value);

/* The same, and 0..SC_PRICE_MAX. SC_INVALID: anything else. */
SC_MUST_USE enum sc_status sc_price_read(struct sc_str text, char mark, int places,
                                         int64_t *ret_minor);

/* "12.90", "-0.05", "100": with a point and `places` (0..SC_DECIMAL_PLACES_MAX) digits. */
void sc_money_write(int64_t minor, int places, char ret_text[SC_MONEY_TEXT]);

/* Millionths (0 or more) of a currency's unit in its minor units, half up; `places` is 0..6. */
int64_t sc_money_of_millionths(int64_t millionths, int places);

/*
 * Price per kg, l, piece, m or m2 of a package that holds `size_milli`
 * thousandths of `unit` (units.h), half up. SC_INVALID: no unit, a size of 0 or
 * less, a negative price, or a result beyond SC_AMOUNT_MAX.
 */
SC_MUST_USE enum sc_status sc_unit_price(int64_t price_minor, int64_t size_milli,
                                         enum sc_size_unit unit, int64_t *ret_minor);

/* What one package holds in all, and in how many pieces. */
struct sc_package {
    enum sc_size_unit unit;
    int64_t milli; /* thousandths of `unit`, above 0 */
    int32_t count; /* 1..SC_PACKAGE_COUNT_MAX; "6x0,5l": 3 l in 6 */
};

/*
 * Reads "0.30 kg", "1,5 L", "750 ml", "6x0,5l", "2 x 80 g": nothing else around it.
 * `mark` as in sc_decimal_read. SC_INVALID: no such text, an unknown unit word,
 * a word of packages ("bottle") rather than of contents, 0 or beyond the limits.
 */
SC_MUST_USE enum sc_status sc_package_read(struct sc_str text, char mark,
                                           struct sc_package *ret_package);

/* The same with amount and unit word apart, as in two columns. */
SC_MUST_USE enum sc_status sc_package_of(struct sc_str amount, struct sc_str unit_word, char mark,
                                         struct sc_package *ret_package);

#endif
