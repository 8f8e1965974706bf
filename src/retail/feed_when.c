#include "retail/feed_when.h"

#include "base/time.h"

struct clock {
    int64_t at_us;        /* from midnight */
    int64_t precision_us; /* of what was written: a minute or a second */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool take_char(struct sc_str *rest, char c)
{
    if (rest->len == 0 || rest->at[0] != c)
        return false;
    *rest = sc_str_sub(*rest, 1, SIZE_MAX);
    return true;
}

static bool take_digits(struct sc_str *rest, size_t count, int *ret_value)
{
    int value = 0;

    if (rest->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!is_digit(rest->at[i]))
            return false;
        value = value * 10 + (rest->at[i] - '0');
    }
    *rest = sc_str_sub(*rest, count, SIZE_MAX);
    *ret_value = value;
    return true;
}

/* "2026-11-30" or "20261130". */
static bool take_day(struct sc_str *rest, int64_t *ret_us)
{
    struct sc_date date;

    if (!take_digits(rest, 4, &date.year))
        return false;
    bool has_dashes = take_char(rest, '-');
    if (!take_digits(rest, 2, &date.month) || (has_dashes && !take_char(rest, '-')) ||
        !take_digits(rest, 2, &date.day) || !sc_date_is_real(date))
        return false;
    *ret_us = sc_date_days(date) * SC_DAY_US;
    return true;
}

/* "07:15", "0715", "07:15:30", "07:15:30.123". */
static bool take_clock(struct sc_str *rest, struct clock *ret_clock)
{
    int hour, minute, second = 0;
    int64_t precision_us = SC_MINUTE_US;

    if (!take_digits(rest, 2, &hour))
        return false;
    bool has_colons = take_char(rest, ':');
    if (!take_digits(rest, 2, &minute))
        return false;
    if (has_colons ? take_char(rest, ':') : rest->len >= 2 && is_digit(rest->at[0])) {
        if (!take_digits(rest, 2, &second))
            return false;
        precision_us = SC_SECOND_US;
    }
    if (take_char(rest, '.'))
        while (rest->len > 0 && is_digit(rest->at[0]))
            *rest = sc_str_sub(*rest, 1, SIZE_MAX);
    bool is_midnight = hour == 24 && minute == 0 && second == 0;
    if ((hour > 23 && !is_midnight) || minute > 59 || second > 59)
        return false;
    ret_clock->at_us = hour * SC_HOUR_US + minute * SC_MINUTE_US + second * SC_SECOND_US;
    ret_clock->precision_us = precision_us;
    return true;
}

/* "Z", "+01:00", "+0100", "+01" or nothing. */
static bool take_zone(struct sc_str *rest, bool *ret_is_local, int64_t *ret_offset_us)
{
    int hour, minute = 0;

    *ret_is_local = rest->len == 0;
    *ret_offset_us = 0;
    if (rest->len == 0 || take_char(rest, 'Z') || take_char(rest, 'z'))
        return true;
    bool is_west = take_char(rest, '-');
    if (!is_west && !take_char(rest, '+'))
        return false;
    if (!take_digits(rest, 2, &hour))
        return false;
    take_char(rest, ':');
    if (rest->len > 0 && !take_digits(rest, 2, &minute))
        return false;
    if (hour > 14 || minute > 59)
        return false;
    *ret_offset_us = (hour * SC_HOUR_US + minute * SC_MINUTE_US) * (is_west ? -1 : 1);
    return true;
}

/* How far what was written reaches: a day, a minute or a second. */
static enum sc_status read_moment(struct sc_str text, struct feed_time *ret_time,
                                  int64_t *ret_precision_us)
{
    struct sc_str rest = sc_str_trim(text);
    struct clock clock = {.at_us = 0, .precision_us = SC_DAY_US};
    int64_t day_us, offset_us;
    bool is_local;

    if (!take_day(&rest, &day_us))
        return SC_INVALID;
    if ((take_char(&rest, 'T') || take_char(&rest, ' ')) && !take_clock(&rest, &clock))
        return SC_INVALID;
    rest = sc_str_trim(rest);
    if (!take_zone(&rest, &is_local, &offset_us) || rest.len > 0)
        return SC_INVALID;
    *ret_time = (struct feed_time){
        .is_given = true, .is_local = is_local, .at_us = day_us + clock.at_us - offset_us};
    *ret_precision_us = clock.precision_us;
    return SC_OK;
}

enum sc_status feed_when_read(struct sc_str text, struct feed_time *ret_time)
{
    int64_t precision_us;

    return read_moment(text, ret_time, &precision_us);
}

enum sc_status feed_when_hour(struct sc_str text, int64_t *ret_us)
{
    struct sc_str rest = sc_str_trim(text);
    struct clock clock;

    if (!take_clock(&rest, &clock) || rest.len > 0)
        return SC_INVALID;
    *ret_us = clock.at_us;
    return SC_OK;
}

enum sc_status feed_when_last(struct sc_str end, struct feed_time *ret_time)
{
    struct feed_time time;
    int64_t precision_us;
    enum sc_status st = read_moment(end, &time, &precision_us);

    if (st != SC_OK)
        return st;
    time.at_us += precision_us - SC_SECOND_US;
    *ret_time = time;
    return SC_OK;
}

enum sc_status feed_when_span(struct sc_str text, struct feed_time *ret_from,
                              struct feed_time *ret_to)
{
    ptrdiff_t slash = sc_str_find_char(text, '/');
    struct feed_time from, to;

    if (slash < 0 || feed_when_read(sc_str_sub(text, 0, (size_t)slash), &from) != SC_OK ||
        feed_when_last(sc_str_sub(text, (size_t)slash + 1, SIZE_MAX), &to) != SC_OK)
        return SC_INVALID;
    if (to.is_local == from.is_local && to.at_us < from.at_us)
        return SC_INVALID;
    *ret_from = from;
    *ret_to = to;
    return SC_OK;
}
