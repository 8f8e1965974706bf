#include "domain/money.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>

/* ISO 4217; all not listed in `other` have two places. */
int sc_currency_places(struct sc_str code)
{
    static const char two[] = "AED ALL AMD ARS AUD AZN BAM BGN BOB BRL CAD CHF CNY COP CZK DKK DOP "
                              "EGP EUR GBP GEL GTQ HKD HUF IDR ILS INR KES LKR MAD MDL MKD MXN MYR "
                              "NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD "
                              "TZS UAH USD UYU ZAR";
    static const char none[] = "CLP ISK JPY KRW PYG UGX VND XAF XOF";
    static const char three[] = "BHD IQD JOD KWD LYD OMR TND";
    static const struct {
        const char *codes;
        size_t len;
        int places;
    } lists[] = {
        {two, sizeof two - 1, 2}, {none, sizeof none - 1, 0}, {three, sizeof three - 1, 3}};

    for (size_t i = 0; code.len == 3 && i < SC_COUNT(lists); i++)
        for (size_t at = 0; at + 3 <= lists[i].len; at += 4)
            if (memcmp(lists[i].codes + at, code.at, 3) == 0)
                return lists[i].places;
    return -1;
}

/* A number taken apart, still as text. */
struct parts {
    bool is_negative;
    struct sc_str whole, fraction; /* of these, one may be empty */
};

/* Bytes of the group mark at `i`: space, no-break spaces, apostrophes, the mark that is not `mark`.
 */
static size_t group_mark(struct sc_str s, size_t i, char mark)
{
    static const char *const wide[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x99"};

    if (s.at[i] == ' ' || s.at[i] == '\'' || (s.at[i] == ',' && mark == '.') ||
        (s.at[i] == '.' && mark == ','))
        return 1;
    for (size_t k = 0; k < SC_COUNT(wide); k++)
        if (sc_str_starts(sc_str_sub(s, i, SIZE_MAX), sc_str_of(wide[k])))
            return strlen(wide[k]);
    return 0;
}

/* The decimal mark where the caller does not know it; '.' when there is none. */
static char guess_mark(struct sc_str s)
{
    size_t points = 0, commas = 0;
    char last = '.';

    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] != '.' && s.at[i] != ',')
            continue;
        last = s.at[i];
        if (last == '.')
            points++;
        else
            commas++;
    }
    if (points > 0 && commas > 0)
        return last;
    if (points > 1)
        return ',';
    return commas == 1 ? ',' : '.';
}

static bool split(struct sc_str text, char mark, struct parts *ret_parts)
{
    struct sc_str s = sc_str_trim(text);
    struct parts parts = {0};

    if (s.len > 0 && (s.at[0] == '-' || s.at[0] == '+')) {
        parts.is_negative = s.at[0] == '-';
        s = sc_str_sub(s, 1, SIZE_MAX);
    }
    ptrdiff_t at = sc_str_find_char(s, mark);
    parts.whole = at < 0 ? s : sc_str_sub(s, 0, (size_t)at);
    if (at >= 0)
        parts.fraction = sc_str_sub(s, (size_t)at + 1, SIZE_MAX);
    *ret_parts = parts;
    return parts.whole.len + parts.fraction.len > 0;
}

static bool add_digit(int64_t *value, char c)
{
    *value = *value * 10 + (c - '0');
    return *value <= SC_AMOUNT_MAX;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits with group marks; behind the first mark come threes only. */
static bool read_whole(struct sc_str s, char mark, int64_t *ret_value)
{
    int64_t value = 0;
    int since = -1; /* digits since the last group mark */

    for (size_t i = 0; i < s.len;) {
        if (is_digit(s.at[i])) {
            if (!add_digit(&value, s.at[i]))
                return false;
            since += since >= 0;
            i++;
            continue;
        }
        size_t step = group_mark(s, i, mark);
        if (step == 0 || i == 0 || (since >= 0 && since != 3))
            return false;
        since = 0;
        i += step;
    }
    *ret_value = value;
    return since < 0 || since == 3;
}

static bool read_fraction(struct sc_str s, int places, int64_t *value)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_digit(s.at[i]))
            return false;
    for (size_t i = 0; i < (size_t)places; i++)
        if (!add_digit(value, i < s.len ? s.at[i] : '0'))
            return false;
    if (s.len > (size_t)places && s.at[places] >= '5')
        (*value)++;
    return *value <= SC_AMOUNT_MAX;
}

enum sc_status sc_decimal_read(struct sc_str text, char mark, int places, int64_t *ret_value)
{
    struct parts parts;
    int64_t value;

    assert(places >= 0 && places <= SC_DECIMAL_PLACES_MAX);
    if (mark == 0)
        mark = guess_mark(text);
    if (!split(text, mark, &parts))
        return SC_INVALID;
    if (!read_whole(parts.whole, mark, &value) || !read_fraction(parts.fraction, places, &value))
        return SC_INVALID;
    *ret_value = parts.is_negative ? -value : value;
    return SC_OK;
}

enum sc_status sc_price_read(struct sc_str text, char mark, int places, int64_t *ret_minor)
{
    int64_t minor;
    enum sc_status st = sc_decimal_read(text, mark, places, &minor);

    if (st != SC_OK)
        return st;
    if (minor < 0 || minor > SC_PRICE_MAX)
        return SC_INVALID;
    *ret_minor = minor;
    return SC_OK;
}

void sc_money_write(int64_t minor, int places, char ret_text[SC_MONEY_TEXT])
{
    uint64_t rest = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    uint64_t scale = 1;

    assert(places >= 0 && places <= SC_DECIMAL_PLACES_MAX);
    for (int i = 0; i < places; i++)
        scale *= 10;
    const char *sign = minor < 0 ? "-" : "";
    if (places == 0)
        snprintf(ret_text, SC_MONEY_TEXT, "%s%llu", sign, (unsigned long long)rest);
    else
        snprintf(ret_text, SC_MONEY_TEXT, "%s%llu.%0*llu", sign, (unsigned long long)(rest / scale),
                 places, (unsigned long long)(rest % scale));
}

int64_t sc_money_of_millionths(int64_t millionths, int places)
{
    int64_t divisor = 1000000;

    for (int i = 0; i < places; i++)
        divisor /= 10;
    return (millionths + divisor / 2) / divisor;
}

enum sc_status sc_unit_price(int64_t price_minor, int64_t size_milli, enum sc_size_unit unit,
                             int64_t *ret_minor)
{
    static const int64_t reference_milli[] = {
        [SC_SIZE_NONE] = 0,     [SC_SIZE_G] = 1000000,  [SC_SIZE_ML] = 1000000,
        [SC_SIZE_PIECE] = 1000, [SC_SIZE_MM] = 1000000, [SC_SIZE_CM2] = 10000000,
    };

    if (unit == SC_SIZE_NONE || size_milli <= 0 || price_minor < 0)
        return SC_INVALID;
    __int128 twice = (__int128)price_minor * reference_milli[unit] * 2;
    __int128 minor = (twice + size_milli) / ((__int128)size_milli * 2);
    if (minor > SC_AMOUNT_MAX)
        return SC_INVALID;
    *ret_minor = (int64_t)minor;
    return SC_OK;
}

/* The start of `s` that can belong to a number, without white space at its end. */
static struct sc_str number_part(struct sc_str s)
{
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (is_digit(s.at[i]))
            len = i + 1;
        else if (s.at[i] != '.' && s.at[i] != ',' && s.at[i] != ' ')
            break;
    }
    return sc_str_sub(s, 0, len);
}

/* Takes "6x", "6 X" or "6×" off; what follows must be a number, so "6xl" is no count. */
static bool take_count(struct sc_str *rest, int32_t *ret_count)
{
    struct sc_str number = number_part(*rest);
    struct sc_str behind = sc_str_trim(sc_str_sub(*rest, number.len, SIZE_MAX));
    size_t step = 0;
    int64_t count;

    if (sc_str_starts(behind, SC_STR("x")) || sc_str_starts(behind, SC_STR("X")) ||
        sc_str_starts(behind, SC_STR("*")))
        step = 1;
    else if (sc_str_starts(behind, SC_STR("\xC3\x97")))
        step = 2;
    if (step == 0)
        return true;
    if (sc_str_i64(number, &count) != SC_OK || count < 1 || count > SC_PACKAGE_COUNT_MAX)
        return false;
    *rest = sc_str_trim(sc_str_sub(behind, step, SIZE_MAX));
    *ret_count = (int32_t)count;
    return true;
}

enum sc_status sc_package_of(struct sc_str amount, struct sc_str unit_word, char mark,
                             struct sc_package *ret_package)
{
    const struct sc_unit *unit = sc_unit_find(unit_word);
    struct sc_package package = {.count = 1};
    int64_t milli;

    if (unit == NULL || unit->is_package)
        return SC_INVALID;
    if (!take_count(&amount, &package.count))
        return SC_INVALID;
    enum sc_status st = sc_decimal_read(amount, mark, 3, &milli);
    if (st == SC_OK)
        st = sc_unit_to_base(unit, milli, &package.milli);
    if (st != SC_OK || __builtin_mul_overflow(package.milli, package.count, &package.milli) ||
        package.milli <= 0)
        return SC_INVALID;
    package.unit = unit->size;
    *ret_package = package;
    return SC_OK;
}

enum sc_status sc_package_read(struct sc_str text, char mark, struct sc_package *ret_package)
{
    struct sc_str all = sc_str_trim(text);
    struct sc_str rest = all;
    int32_t count;

    if (!take_count(&rest, &count))
        return SC_INVALID;
    size_t number_end = all.len - rest.len + number_part(rest).len;
    return sc_package_of(sc_str_sub(all, 0, number_end), sc_str_sub(all, number_end, SIZE_MAX),
                         mark, ret_package);
}
