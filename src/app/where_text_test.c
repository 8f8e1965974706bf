#include <stdio.h>

#include "app/where.h"
#include "base/macros.h"
#include "base/time.h"
#include "base/unicode.h"
#include "testing/unit.h"

/*
 * A list of five lines and two shops, in which everything happens that the text
 * has words for.
 */
enum item {
    MILK,
    BEER,
    MINCE,
    COFFEE,
};

enum {
    OUT_MAX = 64 * 1024,
};

/* Tue 24 Nov 2026, 10:00 UTC; the shops are two hours ahead. */
#define AT_US    (INT64_C(1795514400) * SC_SECOND_US)
#define LOCAL_US (AT_US + 2 * SC_HOUR_US)

static const struct sc_where_item items[] = {
    [MILK] = {.product_id = 1, .code = SC_STR("m"), .name = SC_STR("חלב 3% 1 ליטר")},
    [BEER] = {.product_id = 2, .code = SC_STR("b"), .name = SC_STR("Pils 0.5 l")},
    [MINCE] = {.product_id = 3,
               .code = SC_STR("x"),
               .name = SC_STR("Beef Mince"),
               .is_weighed = true},
    [COFFEE] = {.product_id = 4,
                .code = SC_STR("c"),
                .name = SC_STR("House Blend"),
                .size_unit = SC_SIZE_G,
                .size_milli = 227000},
};

static const struct sc_where_accept milk[] = {{.item = MILK, .amount = 2}};
static const struct sc_where_accept beer[] = {{.item = BEER, .amount = 8}};
static const struct sc_where_accept mince[] = {{.item = MINCE, .amount = 800}};
static const struct sc_where_accept coffee[] = {
    {.item = COFFEE, .amount = 1, .amount_is_doubtful = true}};
static const struct sc_where_guess mince_guesses[] = {
    {.product_id = 3, .name = SC_STR("Beef Mince"), .score = .6},
    {.product_id = 9, .gtin = 5390001000012, .name = SC_STR("Turkey Mince 500 g"), .score = .5},
};

static const struct sc_where_line lines[] = {
    {.text = SC_STR("2 l חלב"), .accepts = milk, .accept_count = 1},
    {.text = SC_STR("8 beer"), .accepts = beer, .accept_count = 1},
    {.text = SC_STR("800 g minced meat"),
     .confidence = SC_MATCH_DOUBTFUL,
     .accepts = mince,
     .accept_count = 1,
     .guesses = mince_guesses,
     .guess_count = 2},
    {.text = SC_STR("coffee"), .accepts = coffee, .accept_count = 1},
    {.text = SC_STR("moon dust"), .confidence = SC_MATCH_NONE},
};

#define SEEN .seen_us = AT_US - 4 * SC_HOUR_US, .seen_local_us = LOCAL_US - 4 * SC_HOUR_US

static const struct sc_where_price here_prices[] = {
    {.item = MILK, .price_minor = 120, SEEN, .source = SC_STR("il")},
    {.item = BEER, .price_minor = 690, .deposit_minor = 30, SEEN, .source = SC_STR("il")},
    {.item = COFFEE,
     .price_minor = 219,
     .regular_minor = 299,
     .special = SC_WHERE_SPECIAL_ON,
     .special_to_local_us = LOCAL_US + SC_DAY_US,
     .low_said_minor = 199,
     .seen_us = AT_US - 30 * SC_DAY_US,
     .seen_local_us = LOCAL_US - 30 * SC_DAY_US,
     .source = SC_STR("hr")},
};
static const struct sc_where_price there_prices[] = {
    {.item = MINCE, .price_minor = 1290, SEEN, .source = SC_STR("merchant"), .is_outlier = true},
};

static const uint32_t beer_items[] = {BEER}, milk_items[] = {MILK};
static const struct sc_str card[] = {SC_STR("card:corner")};

#define NO_LIMITS                                                                              \
    .max_uses = SC_DEAL_NO_LIMIT, .max_units = SC_DEAL_NO_LIMIT, .basket_min = SC_DEAL_NO_MIN, \
    .starts_us = SC_DEAL_ALWAYS_FROM, .ends_us = SC_DEAL_ALWAYS_TO

static const struct sc_deal here_deals[] = {
    {.kind = SC_DEAL_BUNDLE_TOTAL,
     .count = 3,
     .value = 2000,
     NO_LIMITS,
     .items = beer_items,
     .item_count = 1},
    {.kind = SC_DEAL_BUNDLE_TOTAL,
     .count = 1,
     .value = 100,
     NO_LIMITS,
     .items = milk_items,
     .item_count = 1,
     .audiences = card,
     .audience_count = 1},
    {.kind = SC_DEAL_BUNDLE_TOTAL,
     .count = 3,
     .value = 200,
     NO_LIMITS,
     .items = milk_items,
     .item_count = 1},
    {.kind = SC_DEAL_UNPRICED, NO_LIMITS, .items = beer_items, .item_count = 1},
    {.kind = SC_DEAL_BASKET_AMOUNT_OFF, .value = 100, NO_LIMITS},
};
static const struct sc_where_offer here_offers[] = {
    {.words = SC_STR("3 for 20.00"), .ends_local_us = LOCAL_US + 6 * SC_DAY_US},
    {.words = SC_STR("on sale at 1.00, with the corner card"), .ends_local_us = INT64_MAX},
    {.words = SC_STR("3 for 2.00"), .ends_local_us = LOCAL_US + 60 * SC_DAY_US},
    {.text = SC_STR("a glass \033[2Jwith\teach case"), .ends_local_us = INT64_MAX},
    {.words = SC_STR("1.00 off the whole basket"), .ends_local_us = INT64_MAX},
};

static const struct sc_where_store stores[] = {
    {.retailer_key = SC_STR("corner"),
     .retailer_name = SC_STR("Corner"),
     .code = SC_STR("001"),
     .name = SC_STR("Mill Road"),
     .address = SC_STR("Mill Road 14"),
     .city = SC_STR("Cork"),
     .has_distance = true,
     .distance_m = 850,
     .visit_minor = 210,
     .at_local_us = LOCAL_US,
     .prices = here_prices,
     .price_count = SC_COUNT(here_prices),
     .deals = here_deals,
     .offers = here_offers,
     .deal_count = SC_COUNT(here_deals)},
    {.retailer_key = SC_STR("far"),
     .retailer_name = SC_STR("רמי לוי"),
     .code = SC_STR("7"),
     .visit_minor = 400,
     .at_local_us = LOCAL_US,
     .prices = there_prices,
     .price_count = SC_COUNT(there_prices)},
};

static const struct sc_where_facts facts = {
    .lines = lines,
    .line_count = SC_COUNT(lines),
    .items = items,
    .item_count = SC_COUNT(items),
    .stores = stores,
    .store_count = SC_COUNT(stores),
    .at_us = AT_US,
    .missing_minor = 100000,
    .max_stores = 3,
};

static struct sc_str told(void **state, struct app_look look)
{
    static const struct where_notes notes = {
        .at = {{.text = SC_STR("Left out: 1 store of which no prices are known.")}},
        .count = 1,
    };
    struct sc_where_answer answer;
    struct sc_buf buf;
    struct app_page page = {.buf = &buf, .arena = *state, .look = look};
    struct app_where_view view = {
        .list_name = SC_STR("list.txt"),
        .currency = SC_STR("EUR"),
        .places = 2,
        .has_place = true,
        .has_way = true,
        .weights = {300, 6000, 1300, 30, 10},
        .facts = &facts,
        .answer = &answer,
        .notes = &notes,
    };

    assert_int_equal(sc_where_answer(*state, &facts, (struct sc_work_limit){0}, &answer), SC_OK);
    sc_buf_init(&buf, OUT_MAX);
    app_where_text(&page, &view);
    struct sc_str text = sc_arena_str(*state, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    return text;
}

static const char *const whole_text =
    "list.txt: 5 lines, 2 stores, Tue 24 Nov 2026, 12:00\n"
    "Best: Corner Mill Road + רמי לוי 7\u200e\n"
    "EUR 76.21 in all: 70.11 at the tills and 6.10 for the way\n"
    "2 lines to check, marked with ?; 1 line not bought\n"
    "\n"
    "                tills        way     in all      lines\n"
    "  1 store       59.79       2.10      61.89     3 of 5\n"
    "           Corner Mill Road\n"
    "▸ 2 stores      70.11       6.10      76.21     4 of 5\n"
    "           Corner Mill Road + רמי לוי 7\u200e\n"
    "           a 2nd stop: +4.00 for the way, +10.32 at the tills, and 1 more line\n"
    "           of the list\n"
    "  3 stores a 3rd stop saves nothing\n"
    "  Proven: no plan of so many stops and no other use of the deals costs less.\n"
    "\n"
    "  1. Corner Mill Road                                                      850 m\n"
    "     corner/001 · Mill Road 14, Cork\n"
    "     prices of Tue 24 Nov 2026, 08:00 (4 hours old), the shop's own (il)\n"
    "\n"
    "   1   2 l חלב\u200e                                                              2.40\n"
    "       2 × חלב 3% 1 ליטר\u200e at 1.20\n"
    "   2   8 beer                                                              53.80\n"
    "       8 × Pils 0.5 l at 6.90 + deposit 0.30 each\n"
    "       3 for 20.00, to 30 Nov: saves 1.40\n"
    "   4 ? coffee                                                               2.19\n"
    "       1 × House Blend at 2.19, special to 25 Nov (else 2.99)\n"
    "       this \"special\" is above its 30-day low of 1.99\n"
    "       price of Sun 25 Oct 2026, 12:00 (30 days old), the shop's own (hr)\n"
    "       check the amount: one holds 227 g\n"
    "     ───────────────────────────────────────────────────────────────────────────\n"
    "     goods                                                                 58.39\n"
    "     1.00 off the whole basket                                             -1.00\n"
    "     deposits, given back with the empties                                  2.40\n"
    "     at the till                                                           59.79\n"
    "     deals save 2.40: without them 62.19\n"
    "     tip: 1 more for \"2 l חלב\u200e\" and it is cheaper, 59.39 at the till: 3 for 2.00,\n"
    "     to 23 Jan 2027\n"
    "     tip: with the shop's card or club it is 59.39 at the till (--card corner)\n"
    "     also on, not priced: \"a glass  [2Jwith each case\", for 8 beer\n"
    "\n"
    "  2. רמי לוי 7\u200e                                                distance not known\n"
    "     far/7\n"
    "     prices of Tue 24 Nov 2026, 08:00 (4 hours old), the shop's own (merchant)\n"
    "\n"
    "   3 ? 800 g minced meat                                                   10.32\n"
    "       800 g of Beef Mince at 12.90 per kg\n"
    "       this price is far from what all other shops ask: it may be a mistake\n"
    "       is this what you mean? or Turkey Mince 500 g (5390001000012)\n"
    "     ───────────────────────────────────────────────────────────────────────────\n"
    "     at the till                                                           10.32\n"
    "\n"
    "Not bought\n"
    "   5   moon dust\n"
    "       nothing like it is sold at these stores\n"
    "\n"
    "Each store by itself: all that it sells of the list\n"
    "                                  distance     till      way   in all      lines\n"
    "▸ Corner Mill Road                   850 m    59.79     2.10    61.89     3 of 5\n"
    "    corner/001 · lacks 800 g minced meat, moon dust\n"
    "▸ רמי לוי 7\u200e                      not known    10.32     4.00    14.32     1 of 5\n"
    "    far/7 · lacks 2 l חלב\u200e, 8 beer, coffee, moon dust\n"
    "\n"
    "Left out: 1 store of which no prices are known.\n"
    "The way: 0.30 a km of road, 1.3 times the straight line, there and back; and\n"
    "6.00 an hour, at 30 km/h with 10 minutes a stop. `smartcart where --help` has\n"
    "the options.\n";

static void everything_that_is_known_is_told(void **state)
{
    assert_str(told(state, (struct app_look){.columns = 80}), whole_text);
}

static void no_line_is_wider_than_the_terminal(void **state)
{
    for (int columns = APP_PAGE_COLUMNS_MIN; columns <= APP_PAGE_COLUMNS_MAX; columns += 10) {
        struct sc_str rest = told(state, (struct app_look){.columns = columns}), line;
        while (sc_str_take(&rest, '\n', &line))
            assert_true(sc_unicode_width(line) <= columns);
    }
}

/* `text` without what colours it. */
static struct sc_str uncoloured(void **state, struct sc_str text)
{
    char *out = sc_arena_alloc(*state, text.len);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\033')
            i += strcspn(text.at + i, "m");
        else
            out[len++] = text.at[i];
    }
    return (struct sc_str){out, len};
}

static void colour_changes_nothing_but_colour(void **state)
{
    struct sc_str plain = told(state, (struct app_look){.columns = 80});
    struct sc_str coloured = told(state, (struct app_look){.columns = 80, .has_colour = true});

    assert_true(sc_str_find_char(plain, '\033') < 0);
    assert_true(sc_str_find_char(coloured, '\033') >= 0);
    assert_true(sc_str_eq(uncoloured(state, coloured), plain));
}

UNIT_TESTS(a_test(everything_that_is_known_is_told), a_test(no_line_is_wider_than_the_terminal),
           a_test(colour_changes_nothing_but_colour))
