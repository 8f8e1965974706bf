#include "domain/gtin.h"

#include <assert.h>
#include <stdbool.h>

enum {
    UPC_E_LEN = 8,
};

static bool all_digits(struct sc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return true;
}

static uint64_t value_of(struct sc_str digits)
{
    uint64_t value = 0;

    for (size_t i = 0; i < digits.len; i++)
        value = value * 10 + (uint64_t)(digits.at[i] - '0');
    return value;
}

int sc_gtin_check_digit(uint64_t body)
{
    unsigned sum = 0;

    for (unsigned weight = 3; body > 0; body /= 10, weight = 4 - weight)
        sum += (unsigned)(body % 10) * weight;
    return (int)((10 - sum % 10) % 10);
}

/*
 * UPC-E keeps six digits of a UPC-A; the last of them says where the zeros
 * were: 0-2 ab00000cde with it third, 3 abc00000de, 4 abcd00000e, 5-9 abcde0000f.
 */
static uint64_t expand_upc_e(struct sc_str s)
{
    uint64_t six[6];
    uint64_t maker, item;

    for (size_t i = 0; i < SC_COUNT(six); i++)
        six[i] = (uint64_t)(s.at[i + 1] - '0');
    uint64_t ab = six[0] * 10 + six[1];
    if (six[5] <= 2) {
        maker = ab * 1000 + six[5] * 100;
        item = six[2] * 100 + six[3] * 10 + six[4];
    } else if (six[5] == 3) {
        maker = ab * 1000 + six[2] * 100;
        item = six[3] * 10 + six[4];
    } else if (six[5] == 4) {
        maker = ab * 1000 + six[2] * 100 + six[3] * 10;
        item = six[4];
    } else {
        maker = ab * 1000 + six[2] * 100 + six[3] * 10 + six[4];
        item = six[5];
    }
    return (maker * 100000 + item) * 10 + (uint64_t)(s.at[7] - '0');
}

/* By value, so that a GTIN-8 with zeros in front is judged like the same without. */
static bool is_internal(uint64_t gtin)
{
    uint64_t prefix = gtin / 100000000000u % 100; /* first two of the thirteen */

    if (gtin < 100000000u)
        return gtin / 10000000u == 0 || gtin / 10000000u == 2;
    return prefix == 2 || (prefix >= 20 && prefix <= 29);
}

enum sc_status sc_gtin_read(struct sc_str digits, uint64_t *ret_gtin)
{
    bool has_length =
        digits.len == UPC_E_LEN || digits.len == 12 || digits.len == 13 || digits.len == 14;

    if (!has_length || !all_digits(digits))
        return SC_INVALID;
    bool is_upc_e = digits.len == UPC_E_LEN && digits.at[0] == '0';
    uint64_t gtin = is_upc_e ? expand_upc_e(digits) : value_of(digits);
    if (gtin == 0 || sc_gtin_check_digit(gtin / 10) != (int)(gtin % 10))
        return SC_INVALID;
    if (is_internal(gtin))
        return SC_NOT_FOUND;
    *ret_gtin = gtin;
    return SC_OK;
}

void sc_gtin_write(uint64_t gtin, char ret_text[SC_GTIN_TEXT])
{
    for (size_t i = SC_GTIN_TEXT - 1; i > 0; i--, gtin /= 10)
        ret_text[i - 1] = (char)('0' + gtin % 10);
    assert(gtin == 0);
    ret_text[SC_GTIN_TEXT - 1] = '\0';
}
