/*
 * gtin.h - the number under the bars, in one form for all its lengths.
 *
 * GTIN-8, -12 (UPC-A), -13 (EAN) and -14 are the same number with zeros cut;
 * here it is always the 14-digit value. A code is taken only with a right check
 * digit, and never when its prefix says that each shop gives it a meaning of
 * its own (GS1 General Specifications: 02 and 20-29, and 0 and 2 of GTIN-8).
 */
#ifndef SC_DOMAIN_GTIN_H
#define SC_DOMAIN_GTIN_H

#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SC_GTIN_TEXT = 15, /* 14 digits and the NUL */
};

/*
 * Reads 8, 12, 13 or 14 digits. Eight digits that begin with 0 are a zero-
 * suppressed UPC-E and are expanded to the UPC-A they stand for.
 *
 * SC_INVALID: other characters or lengths, a wrong check digit, all zeros.
 * SC_NOT_FOUND: right in form, but internal to a shop: there is no GTIN.
 */
SC_MUST_USE enum sc_status sc_gtin_read(struct sc_str digits, uint64_t *ret_gtin);

/* The check digit for `body`, a number without it: 0..9. */
int sc_gtin_check_digit(uint64_t body);

/* 14 digits with zeros in front, NUL-terminated; `gtin` is below 10^14. */
void sc_gtin_write(uint64_t gtin, char ret_text[SC_GTIN_TEXT]);

#endif
