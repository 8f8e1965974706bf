#include "base/time.h"

#include <assert.h>
#include <stdio.h>

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool sc_date_is_real(struct sc_date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= month_days(date.year, date.month);
}

/* Both ways count years from March, so that the leap day is a year's last; eras are 400 years. */
int64_t sc_date_days(struct sc_date date)
{
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t month = (date.month + 9) % 12;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

struct sc_date sc_date_of_days(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    int64_t year = year_of_era + era * 400 + (month >= 10 ? 1 : 0);

    return (struct sc_date){
        .year = (int)year,
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
    };
}

/* Digits of `text` at the places where `form` has a 9, other characters to the letter. */
static bool has_form(struct sc_str text, struct sc_str form)
{
    if (text.len != form.len)
        return false;
    for (size_t i = 0; i < form.len; i++) {
        bool digit = text.at[i] >= '0' && text.at[i] <= '9';
        if (form.at[i] == '9' ? !digit : text.at[i] != form.at[i])
            return false;
    }
    return true;
}

static int digits(struct sc_str text, size_t from, size_t len)
{
    int value = 0;

    for (size_t i = from; i < from + len; i++)
        value = value * 10 + (text.at[i] - '0');
    return value;
}

enum sc_status sc_date_read(struct sc_str text, struct sc_date *ret_date)
{
    if (!has_form(text, SC_STR("9999-99-99")))
        return SC_INVALID;
    struct sc_date date = {digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};

    if (!sc_date_is_real(date))
        return SC_INVALID;
    *ret_date = date;
    return SC_OK;
}

enum sc_status sc_time_read(struct sc_str text, int64_t *ret_at_us)
{
    struct sc_date date;

    if (!has_form(text, SC_STR("9999-99-99T99:99:99Z")) ||
        sc_date_read(sc_str_sub(text, 0, 10), &date) != SC_OK)
        return SC_INVALID;
    int hour = digits(text, 11, 2);
    int minute = digits(text, 14, 2);
    int second = digits(text, 17, 2);
    if (hour > 23 || minute > 59 || second > 59)
        return SC_INVALID;
    *ret_at_us = sc_date_days(date) * SC_DAY_US + hour * SC_HOUR_US + minute * SC_MINUTE_US +
                 second * SC_SECOND_US;
    return SC_OK;
}

void sc_time_write(int64_t at_us, char ret_text[SC_TIME_TEXT])
{
    int64_t days = at_us / SC_DAY_US - (at_us % SC_DAY_US < 0 ? 1 : 0);
    int seconds = (int)((at_us - days * SC_DAY_US) / SC_SECOND_US);
    struct sc_date date = sc_date_of_days(days);

    assert(sc_date_is_real(date));
    snprintf(ret_text, SC_TIME_TEXT, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)date.year % 10000u,
             (unsigned)date.month % 100u, (unsigned)date.day % 100u,
             (unsigned)(seconds / 3600) % 100u, (unsigned)(seconds / 60 % 60),
             (unsigned)(seconds % 60));
}
