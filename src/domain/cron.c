#include "domain/cron.h"

#include <assert.h>
#include <stdio.h>

#include "base/time.h"

enum {
    EVERY_HOUR = (1 << 24) - 1,
    SUNDAY_TOO = 7,
    WEEK = 7,
    THURSDAY = 4, /* 1970-01-01 */
    NUMBER_DIGITS_MAX = 2,
    FIELDS = 5,
    DAY_MINUTES = 24 * 60,
};

/* One of the five. */
struct field {
    const char *name;
    int least, most;
    const char *const *names; /* of `least` and what follows; NULL: none */
};

static const char *const month_names[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul",
                                          "aug", "sep", "oct", "nov", "dec", NULL};
static const char *const weekday_names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat", NULL};

static const struct field fields[FIELDS] = {
    {"minute", 0, 59, NULL},
    {"hour", 0, 23, NULL},
    {"day of the month", 1, 31, NULL},
    {"month", 1, 12, month_names},
    {"day of the week", 0, SUNDAY_TOO, weekday_names},
};

static const struct {
    const char *word;
    const char *text;
} shorthands[] = {
    {"@hourly", "0 * * * *"},   {"@daily", "0 0 * * *"},   {"@midnight", "0 0 * * *"},
    {"@weekly", "0 0 * * 0"},   {"@monthly", "0 0 1 * *"}, {"@yearly", "0 0 1 1 *"},
    {"@annually", "0 0 1 1 *"},
};

/* ---- reading ---- */

static enum sc_status refuse(struct sc_cron_error *error, const char *field, const char *why)
{
    snprintf(error->words, sizeof error->words, "%s: %s", field, why);
    return SC_INVALID;
}

static bool read_value(const struct field *field, struct sc_str text, int *ret_value)
{
    int64_t number;

    for (int i = 0; field->names != NULL && field->names[i] != NULL; i++)
        if (sc_str_eq_nocase(text, sc_str_of(field->names[i]))) {
            *ret_value = field->least + i;
            return true;
        }
    if (text.len > NUMBER_DIGITS_MAX || sc_str_i64(text, &number) != SC_OK)
        return false;
    if (number < field->least || number > field->most)
        return false;
    *ret_value = (int)number;
    return true;
}

/* "a", "a-b", "*", and a step behind the latter two. */
static enum sc_status read_part(const struct field *field, struct sc_str part, uint64_t *bits,
                                struct sc_cron_error *error)
{
    int from = field->least, to = field->most;
    int64_t step = 1;
    ptrdiff_t slash = sc_str_find_char(part, '/');
    struct sc_str range = sc_str_sub(part, 0, slash < 0 ? part.len : (size_t)slash);
    ptrdiff_t dash = sc_str_find_char(range, '-');
    bool is_span = dash > 0 || sc_str_eq(range, SC_STR("*"));

    if (slash >= 0) {
        struct sc_str tail = sc_str_sub(part, (size_t)slash + 1, part.len);
        if (!is_span || tail.len > NUMBER_DIGITS_MAX || sc_str_i64(tail, &step) != SC_OK ||
            step < 1)
            return refuse(error, field->name, "a step is a number behind \"*/\" or a range");
    }
    if (dash > 0) {
        struct sc_str end = sc_str_sub(range, (size_t)dash + 1, range.len);
        if (!read_value(field, sc_str_sub(range, 0, (size_t)dash), &from) ||
            !read_value(field, end, &to))
            return refuse(error, field->name, "no such range");
        if (field->most == SUNDAY_TOO && to == 0 && from > 0)
            to = SUNDAY_TOO; /* "fri-sun" */
        if (from > to)
            return refuse(error, field->name, "a range goes upwards");
    } else if (!is_span) {
        if (!read_value(field, range, &from))
            return refuse(error, field->name, "no such value");
        to = from;
    }
    for (int64_t at = from; at <= to; at += step)
        *bits |= UINT64_C(1) << at;
    return SC_OK;
}

static enum sc_status read_field(const struct field *field, struct sc_str text, uint64_t *ret_bits,
                                 struct sc_cron_error *error)
{
    struct sc_str part;
    uint64_t bits = 0;

    if (sc_str_ends(text, SC_STR(","))) /* which taking parts would pass over */
        return refuse(error, field->name, "no such value");
    while (sc_str_take(&text, ',', &part)) {
        enum sc_status st = read_part(field, part, &bits, error);
        if (st != SC_OK)
            return st;
    }
    if (field->most == SUNDAY_TOO && (bits >> SUNDAY_TOO & 1) != 0)
        bits = (bits | 1) & ~(UINT64_C(1) << SUNDAY_TOO);
    *ret_bits = bits;
    return SC_OK;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* SC_INVALID: not exactly FIELDS words. */
static bool split(struct sc_str text, struct sc_str words[FIELDS])
{
    size_t count = 0, at = 0;

    for (;;) {
        while (at < text.len && is_blank(text.at[at]))
            at++;
        if (at == text.len)
            return count == FIELDS;
        if (count == FIELDS)
            return false;
        size_t from = at;
        while (at < text.len && !is_blank(text.at[at]))
            at++;
        words[count++] = sc_str_sub(text, from, at - from);
    }
}

static struct sc_str spelt_out(struct sc_str text)
{
    for (size_t i = 0; i < SC_COUNT(shorthands); i++)
        if (sc_str_eq_nocase(sc_str_trim(text), sc_str_of(shorthands[i].word)))
            return sc_str_of(shorthands[i].text);
    return text;
}

/* Some month has one of its days: 30 February never comes. */
static bool has_a_day(const struct sc_cron *cron)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (cron->is_either_day)
        return true; /* each month has each day of the week */
    for (int month = 1; month <= (int)SC_COUNT(lengths); month++)
        for (int day = 1; day <= lengths[month - 1]; day++)
            if ((cron->months >> month & 1) != 0 && (cron->days >> day & 1) != 0)
                return true;
    return false;
}

enum sc_status sc_cron_read(struct sc_str text, struct sc_cron *ret_cron,
                            struct sc_cron_error *ret_error)
{
    struct sc_str words[FIELDS];
    uint64_t bits[FIELDS];

    if (text.len > SC_CRON_TEXT_MAX || !split(spelt_out(text), words))
        return refuse(ret_error, "cron", "five fields, such as \"30 2 * * mon-fri\"");
    for (int i = 0; i < FIELDS; i++) {
        enum sc_status st = read_field(&fields[i], words[i], &bits[i], ret_error);
        if (st != SC_OK)
            return st;
    }
    struct sc_cron cron = {
        .minutes = bits[0],
        .hours = (uint32_t)bits[1],
        .days = (uint32_t)bits[2],
        .months = (uint32_t)bits[3],
        .weekdays = (uint32_t)bits[4],
        .is_either_day = words[2].at[0] != '*' && words[4].at[0] != '*',
    };
    if (!has_a_day(&cron))
        return refuse(ret_error, fields[2].name, "no month has such a day");
    *ret_cron = cron;
    return SC_OK;
}

/* ---- ticking ---- */

static bool is_its_day(const struct sc_cron *cron, int64_t day)
{
    struct sc_date date = sc_date_of_days(day);
    int64_t weekday = ((day + THURSDAY) % WEEK + WEEK) % WEEK;
    bool has_day = (cron->days >> date.day & 1) != 0;
    bool has_weekday = (cron->weekdays >> weekday & 1) != 0;

    return (cron->months >> date.month & 1) != 0 &&
           (cron->is_either_day ? has_day || has_weekday : has_day && has_weekday);
}

/* The first minute of the day, from `minute` on, that is meant; -1: none. */
static int64_t first_minute(const struct sc_cron *cron, int64_t minute)
{
    for (int64_t hour = minute / 60; hour < 24; hour++, minute = hour * 60)
        if ((cron->hours >> hour & 1) != 0)
            for (int64_t m = minute % 60; m < 60; m++)
                if ((cron->minutes >> m & 1) != 0)
                    return hour * 60 + m;
    return -1;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The first local time within [from, to) that is meant. */
static bool first_local(const struct sc_cron *cron, int64_t from_us, int64_t to_us,
                        int64_t *ret_local_us)
{
    int64_t minute = -floor_div(-from_us, SC_MINUTE_US); /* rounded up */
    int64_t day = floor_div(minute, DAY_MINUTES);
    int64_t of_day = minute - day * DAY_MINUTES;

    for (; day * SC_DAY_US < to_us; day++, of_day = 0) {
        int64_t found = is_its_day(cron, day) ? first_minute(cron, of_day) : -1;
        if (found < 0)
            continue;
        int64_t local_us = day * SC_DAY_US + found * SC_MINUTE_US;
        if (local_us >= to_us)
            return false;
        *ret_local_us = local_us;
        return true;
    }
    return false;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

enum sc_status sc_cron_next(const struct sc_cron *cron, const struct sc_cron_zone *zone,
                            int64_t after_us, int64_t *ret_at_us)
{
    assert(zone->count > 0);
    bool is_hourly = cron->hours == EVERY_HOUR;
    int64_t reached_us = zone->pieces[0].from_us + zone->pieces[0].offset_us; /* by the clock */
    int64_t local_us;

    for (size_t i = 0; i < zone->count; i++) {
        const struct sc_cron_piece *piece = &zone->pieces[i];
        int64_t to_us = i + 1 < zone->count ? piece[1].from_us : zone->until_us;
        int64_t begin_us = piece->from_us + piece->offset_us;
        if (is_hourly)
            reached_us = begin_us;
        bool is_ahead = piece->from_us > after_us;
        if (is_ahead && first_local(cron, reached_us, begin_us, &local_us)) {
            *ret_at_us = piece->from_us; /* the clock jumps over it */
            return SC_OK;
        }
        int64_t from_us = is_ahead ? larger(begin_us, reached_us)
                                   : larger(after_us + 1 + piece->offset_us, reached_us);
        if (first_local(cron, from_us, to_us + piece->offset_us, &local_us)) {
            *ret_at_us = local_us - piece->offset_us;
            return SC_OK;
        }
        reached_us = larger(reached_us, to_us + piece->offset_us);
    }
    return SC_NOT_FOUND;
}

struct sc_cron_due sc_cron_catch_up(const struct sc_cron *cron, const struct sc_cron_zone *zone,
                                    int64_t first_us, int64_t now_us, int64_t grace_us)
{
    struct sc_cron_due due = {.tick_us = first_us};
    int64_t at_us = first_us;

    while (at_us < now_us - grace_us && due.missed < SC_CRON_MISSED_MAX) {
        due.missed++;
        if (sc_cron_next(cron, zone, at_us, &at_us) != SC_OK)
            break;
    }
    due.is_caught_up = due.missed > 0;
    /* Of those in time the latest: it is seldom more than one. */
    at_us = now_us - grace_us - 1;
    while (sc_cron_next(cron, zone, larger(at_us, first_us - 1), &at_us) == SC_OK &&
           at_us <= now_us) {
        due.tick_us = at_us;
        due.is_caught_up = false;
    }
    return due;
}
