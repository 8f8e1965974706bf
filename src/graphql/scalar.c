#include "graphql/scalar.h"

#include "base/time.h"

/* 0001-01-01 and 9999-12-31, the days that can be written. */
static const int64_t first_day = -719162, last_day = 2932896;

enum {
    SECONDS = sizeof "YYYY-MM-DDTHH:MM:SS" - 1,
    FRACTION_MAX = 9, /* digits */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes ".123" off, as microseconds. */
static bool take_fraction(struct sc_str *rest, int64_t *ret_us)
{
    int64_t unit = SC_SECOND_US;
    size_t i = 1;

    *ret_us = 0;
    if (rest->len == 0 || rest->at[0] != '.')
        return true;
    for (; i < rest->len && is_digit(rest->at[i]); i++) {
        unit /= 10;
        *ret_us += (rest->at[i] - '0') * unit;
    }
    if (i == 1 || i > 1 + FRACTION_MAX)
        return false;
    *rest = sc_str_sub(*rest, i, SIZE_MAX);
    return true;
}

/* "Z" or "+02:00", as the microseconds that local time is ahead. */
static bool read_offset(struct sc_str rest, int64_t *ret_us)
{
    *ret_us = 0;
    if (rest.len == 1 && (rest.at[0] == 'Z' || rest.at[0] == 'z'))
        return true;
    if (rest.len != 6 || (rest.at[0] != '+' && rest.at[0] != '-') || rest.at[3] != ':')
        return false;
    for (size_t i = 1; i < 6; i++)
        if (i != 3 && !is_digit(rest.at[i]))
            return false;
    int hours = (rest.at[1] - '0') * 10 + rest.at[2] - '0';
    int minutes = (rest.at[4] - '0') * 10 + rest.at[5] - '0';
    if (hours > 23 || minutes > 59)
        return false;
    *ret_us = (hours * SC_HOUR_US + minutes * SC_MINUTE_US) * (rest.at[0] == '-' ? -1 : 1);
    return true;
}

enum sc_status sc_gql_time_read(struct sc_str text, int64_t *ret_at_us)
{
    char whole[SECONDS + 1];
    int64_t at_us, fraction_us, offset_us;

    if (text.len <= SECONDS)
        return SC_INVALID;
    memcpy(whole, text.at, SECONDS);
    whole[SECONDS] = 'Z';
    struct sc_str rest = sc_str_sub(text, SECONDS, SIZE_MAX);
    if (sc_time_read((struct sc_str){.at = whole, .len = sizeof whole}, &at_us) != SC_OK ||
        !take_fraction(&rest, &fraction_us) || !read_offset(rest, &offset_us))
        return SC_INVALID;
    at_us += fraction_us - offset_us;
    if (at_us < first_day * SC_DAY_US || at_us >= (last_day + 1) * SC_DAY_US)
        return SC_INVALID;
    *ret_at_us = at_us;
    return SC_OK;
}

/* `count` digits of `n`; where the next character goes. */
static char *put_digits(char *at, uint32_t n, int count)
{
    for (int i = count - 1; i >= 0; i--, n /= 10)
        at[i] = (char)('0' + n % 10);
    return at + count;
}

/* "YYYY-MM-DD; where the next character goes, or NULL. */
static char *put_date(char *at, int64_t days)
{
    if (days < first_day || days > last_day)
        return NULL;
    struct sc_date date = sc_date_of_days(days);
    *at++ = '"';
    at = put_digits(at, (uint32_t)date.year, 4);
    *at++ = '-';
    at = put_digits(at, (uint32_t)date.month, 2);
    *at++ = '-';
    return put_digits(at, (uint32_t)date.day, 2);
}

static void put(struct sc_buf *buf, const char *text, char *end)
{
    *end++ = '"';
    sc_buf_put(buf, (struct sc_str){.at = text, .len = (size_t)(end - text)});
}

bool sc_gql_date_put(struct sc_buf *buf, int64_t days)
{
    char text[16];
    char *end = put_date(text, days);

    if (end != NULL)
        put(buf, text, end);
    return end != NULL;
}

bool sc_gql_time_put(struct sc_buf *buf, int64_t at_us)
{
    char text[40];
    int64_t days = at_us / SC_DAY_US;
    int64_t in_day = at_us % SC_DAY_US;

    if (in_day < 0) { /* before 1970 both are cut towards zero */
        in_day += SC_DAY_US;
        days--;
    }
    char *end = put_date(text, days);
    if (end == NULL)
        return false;
    uint32_t seconds = (uint32_t)(in_day / SC_SECOND_US);
    uint32_t fraction = (uint32_t)(in_day % SC_SECOND_US);
    *end++ = 'T';
    end = put_digits(end, seconds / 3600, 2);
    *end++ = ':';
    end = put_digits(end, seconds / 60 % 60, 2);
    *end++ = ':';
    end = put_digits(end, seconds % 60, 2);
    if (fraction != 0) {
        *end++ = '.';
        end = put_digits(end, fraction, 6);
    }
    *end++ = 'Z';
    put(buf, text, end);
    return true;
}
