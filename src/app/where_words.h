/*
 * where_words.h - the small words of `smartcart where`: amounts, days, ages, names of stores.
 *
 * All texts live in the arena; where it is full they are absent, and the
 * page's buffer, which outgrows it, tells.
 */
#ifndef SC_APP_WHERE_WORDS_H
#define SC_APP_WHERE_WORDS_H

#include <stdint.h>

#include "app/where.h"
#include "base/arena.h"
#include "base/str.h"

/* "12.90" in the decimals of `view`'s currency. */
struct sc_str where_money(struct sc_arena *arena, const struct app_where_view *view, int64_t minor);
/* The same with a sign: "+2.30", "-6.10", "0.00". */
struct sc_str where_money_change(struct sc_arena *arena, const struct app_where_view *view,
                                 int64_t minor);

/* "to 30 Nov", with the year where it is not that of `now`, or "ends today"; both on one clock. */
struct sc_str where_until(struct sc_arena *arena, int64_t at_us, int64_t now_us);
/* "Tue 24 Nov 2026, 06:10". */
struct sc_str where_moment(struct sc_arena *arena, int64_t at_us);
/* "38 minutes old", "4 hours old", "509 days old"; "new" under a minute. Below 0: "2 hours later".
 */
struct sc_str where_age(struct sc_arena *arena, int64_t age_us);

/* "1.2 km", "850 m", or "distance not known". */
struct sc_str where_distance(struct sc_arena *arena, const struct sc_where_store *store);

/* "Konzum 0204", "Greenbasket Mill Road": the retailer, then the store's name or code. */
struct sc_str where_store_title(struct sc_arena *arena, const struct sc_where_store *store);
/* "konzum/0204", as --stores takes it. */
struct sc_str where_store_key(struct sc_arena *arena, const struct sc_where_store *store);

/* What the shopper wrote, safe on a terminal and no longer than APP_WHERE_TEXT_COLUMNS. */
struct sc_str where_line_text(struct sc_arena *arena, const struct sc_where_line *line);

/* "milk, eggs and 2 more". */
struct sc_str where_line_names(struct sc_arena *arena, const struct sc_where_facts *facts,
                               const uint32_t *lines, size_t count, size_t most);

/* "2nd", "3rd", "4th". */
struct sc_str where_ordinal(struct sc_arena *arena, size_t n);

#endif
