#include "base/time.h"
#include "retail/feed_il.h"

enum {
    DAY_DIGITS = 8,
    STAMP_DIGITS = 12, /* day, hour, minute; seconds may follow */
    PARTS_MAX = 6,
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool take_word(struct sc_str *rest, const char *word)
{
    struct sc_str start = sc_str_of(word);

    if (rest->len < start.len || !sc_str_eq_nocase(sc_str_sub(*rest, 0, start.len), start))
        return false;
    *rest = sc_str_sub(*rest, start.len, SIZE_MAX);
    return true;
}

static struct sc_str take_digits(struct sc_str *rest)
{
    size_t len = 0;

    while (len < rest->len && is_digit(rest->at[len]))
        len++;
    struct sc_str digits = sc_str_sub(*rest, 0, len);
    *rest = sc_str_sub(*rest, len, SIZE_MAX);
    return digits;
}

static int number(struct sc_str digits, size_t from, size_t len)
{
    int value = 0;

    for (size_t i = from; i < from + len; i++)
        value = value * 10 + (digits.at[i] - '0');
    return value;
}

/* A day, and behind it or in the next part an hour and minute. */
static bool to_time(struct sc_str day, struct sc_str clock, struct feed_time *ret_time)
{
    if (day.len != DAY_DIGITS && day.len != STAMP_DIGITS && day.len != STAMP_DIGITS + 2)
        return false;
    struct sc_date date = {
        .year = number(day, 0, 4), .month = number(day, 4, 2), .day = number(day, 6, 2)};
    if (day.len > DAY_DIGITS)
        clock = sc_str_sub(day, DAY_DIGITS, SIZE_MAX);
    int hour = clock.len >= 4 ? number(clock, 0, 2) : 0;
    int minute = clock.len >= 4 ? number(clock, 2, 2) : 0;
    if (!sc_date_is_real(date) || date.year < 2000 || hour > 23 || minute > 59)
        return false;
    *ret_time = (struct feed_time){.is_given = true,
                                   .is_local = true,
                                   .at_us = sc_date_days(date) * SC_DAY_US + hour * SC_HOUR_US +
                                            minute * SC_MINUTE_US};
    return true;
}

static bool take_kind(struct sc_str *rest, struct feed_il_name *name)
{
    static const struct {
        const char *word;
        enum feed_kind kind;
        bool is_full;
    } kinds[] = {
        /* the longer word first */
        {"StoresFull", FEED_STORES, true}, {"Stores", FEED_STORES, true},
        {"PriceFull", FEED_PRICES, true},  {"Price", FEED_PRICES, false},
        {"PromoFull", FEED_DEALS, true},   {"Promo", FEED_DEALS, false},
    };

    for (size_t i = 0; i < SC_COUNT(kinds); i++)
        if (take_word(rest, kinds[i].word)) {
            name->kind = kinds[i].kind;
            name->is_full = kinds[i].is_full;
            return true;
        }
    return false;
}

struct feed_il_name feed_il_name_read(struct sc_str name)
{
    struct feed_il_name found = {0};
    struct sc_str parts[PARTS_MAX] = {{0}};
    size_t count = 0;
    bool is_placeholder = take_word(&name, "NULL");

    if (!take_kind(&name, &found))
        return (struct feed_il_name){0};
    found.is_full = found.is_full && !is_placeholder;
    found.chain = take_digits(&name);
    if (found.chain.len < FEED_IL_CHAIN_DIGITS - 1 || found.chain.len > FEED_IL_CHAIN_DIGITS)
        return (struct feed_il_name){0}; /* one chain writes twelve */
    while (count < PARTS_MAX && name.len > 1 && (name.at[0] == '-' || name.at[0] == '_') &&
           is_digit(name.at[1])) {
        name = sc_str_sub(name, 1, SIZE_MAX);
        parts[count++] = take_digits(&name);
    }
    for (size_t i = 0; i < count; i++) /* [sub-chain] store date [time] */
        if (to_time(parts[i], i + 1 < count ? parts[i + 1] : (struct sc_str){0}, &found.time)) {
            if (i > 0)
                found.store = parts[i - 1];
            break;
        }
    if (!found.time.is_given && count > 0)
        found.store = parts[count - 1];
    found.is_known = true;
    return found;
}
