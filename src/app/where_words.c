#include "app/where_words.h"

#include <inttypes.h>

#include "base/time.h"
#include "domain/money.h"

struct sc_str where_money(struct sc_arena *arena, const struct app_where_view *view, int64_t minor)
{
    char text[SC_MONEY_TEXT];

    sc_money_write(minor, view->places, text);
    return sc_arena_str(arena, sc_str_of(text));
}

struct sc_str where_money_change(struct sc_arena *arena, const struct app_where_view *view,
                                 int64_t minor)
{
    return sc_arena_printf(arena, "%s%.*s", minor > 0 ? "+" : "",
                           SC_STR_ARGS(where_money(arena, view, minor)));
}

static int64_t day_number(int64_t at_us)
{
    return at_us / SC_DAY_US - (at_us % SC_DAY_US < 0);
}

static const char *month_name(const struct sc_date *date)
{
    static const char names[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

    return names[date->month - 1];
}

struct sc_str where_until(struct sc_arena *arena, int64_t at_us, int64_t now_us)
{
    struct sc_date date = sc_date_of_days(day_number(at_us));
    struct sc_date now = sc_date_of_days(day_number(now_us));

    if (day_number(at_us) == day_number(now_us))
        return SC_STR("ends today");
    if (date.year == now.year)
        return sc_arena_printf(arena, "to %d %s", date.day, month_name(&date));
    return sc_arena_printf(arena, "to %d %s %d", date.day, month_name(&date), date.year);
}

struct sc_str where_moment(struct sc_arena *arena, int64_t at_us)
{
    static const char weekdays[7][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    int64_t days = day_number(at_us);
    int minutes = (int)((at_us - days * SC_DAY_US) / SC_MINUTE_US);
    struct sc_date date = sc_date_of_days(days);

    return sc_arena_printf(arena, "%s %d %s %d, %02d:%02d", weekdays[(days % 7 + 7) % 7], date.day,
                           month_name(&date), date.year, minutes / 60, minutes % 60);
}

struct sc_str where_age(struct sc_arena *arena, int64_t age_us)
{
    static const struct {
        int64_t us;
        int64_t until; /* of these, before the next larger one is used */
        const char *word;
    } units[] = {
        {SC_MINUTE_US, 60, "minute"},
        {SC_HOUR_US, 48, "hour"},
        {SC_DAY_US, INT64_MAX, "day"},
    };
    int64_t span_us = age_us < 0 ? -age_us : age_us;
    size_t i = 0;

    if (span_us < SC_MINUTE_US)
        return SC_STR("new");
    while (span_us / units[i].us >= units[i].until)
        i++;
    int64_t n = span_us / units[i].us;
    return sc_arena_printf(arena, "%" PRId64 " %s%s %s", n, units[i].word, n == 1 ? "" : "s",
                           age_us < 0 ? "later" : "old");
}

struct sc_str where_distance(struct sc_arena *arena, const struct sc_where_store *store)
{
    if (!store->has_distance)
        return SC_STR("not known");
    if (store->distance_m < 1000)
        return sc_arena_printf(arena, "%" PRId64 " m", store->distance_m);
    return sc_arena_printf(arena, "%.1f km", (double)store->distance_m / 1000);
}

struct sc_str where_store_title(struct sc_arena *arena, const struct sc_where_store *store)
{
    bool has_name = store->name.len > 0;
    struct sc_str own = has_name ? store->name : store->code;

    if (has_name && sc_str_starts(own, store->retailer_name))
        return app_page_clean(arena, own);
    return app_page_clean(
        arena,
        sc_arena_printf(arena, "%.*s %.*s", SC_STR_ARGS(store->retailer_name), SC_STR_ARGS(own)));
}

struct sc_str where_store_key(struct sc_arena *arena, const struct sc_where_store *store)
{
    return app_page_clean(arena,
                          sc_arena_printf(arena, "%.*s/%.*s", SC_STR_ARGS(store->retailer_key),
                                          SC_STR_ARGS(store->code)));
}

struct sc_str where_line_text(struct sc_arena *arena, const struct sc_where_line *line)
{
    return app_page_clip(arena, sc_str_trim(app_page_clean(arena, line->text)),
                         APP_WHERE_TEXT_COLUMNS);
}

struct sc_str where_line_names(struct sc_arena *arena, const struct sc_where_facts *facts,
                               const uint32_t *lines, size_t count, size_t most)
{
    struct sc_str names = SC_STR("");
    size_t shown = count <= most + 1 ? count : most; /* "and 1 more" is longer than its name */

    for (size_t i = 0; i < shown; i++) {
        struct sc_str name = where_line_text(arena, &facts->lines[lines[i]]);
        names = sc_arena_printf(arena, "%.*s%s%.*s", SC_STR_ARGS(names), i > 0 ? ", " : "",
                                SC_STR_ARGS(name));
    }
    if (shown < count)
        names = sc_arena_printf(arena, "%.*s and %zu more", SC_STR_ARGS(names), count - shown);
    return names;
}

struct sc_str where_ordinal(struct sc_arena *arena, size_t n)
{
    static const char *const ends[] = {"th", "st", "nd", "rd"};

    return sc_arena_printf(arena, "%zu%s", n, n <= 3 ? ends[n] : "th"); /* plans have at most 10 */
}
