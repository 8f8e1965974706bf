#include "domain/deal_words.h"

#include <inttypes.h>

#include "base/buf.h"
#include "domain/money.h"

enum {
    WORDS_MAX = 4096, /* bytes; a hundred clubs fit */
};

static void put_money(struct sc_buf *out, int64_t minor, int places)
{
    char text[SC_MONEY_TEXT];

    sc_money_write(minor, places, text);
    sc_buf_put(out, sc_str_of(text));
}

/* Basis points: "20%", "33.33%". */
static void put_percent(struct sc_buf *out, int64_t basis_points)
{
    if (basis_points % 100 == 0)
        sc_buf_printf(out, "%" PRId64 "%%", basis_points / 100);
    else if (basis_points % 10 == 0)
        sc_buf_printf(out, "%" PRId64 ".%" PRId64 "%%", basis_points / 100,
                      basis_points % 100 / 10);
    else
        sc_buf_printf(out, "%" PRId64 ".%02" PRId64 "%%", basis_points / 100, basis_points % 100);
}

/* Grams: "500 g", "1.25 kg". */
static void put_weight(struct sc_buf *out, int64_t grams)
{
    if (grams < 1000) {
        sc_buf_printf(out, "%" PRId64 " g", grams);
        return;
    }
    char text[SC_MONEY_TEXT];
    int places = 3;

    while (places > 0 && grams % 10 == 0) {
        grams /= 10;
        places--;
    }
    sc_money_write(grams, places, text);
    sc_buf_printf(out, "%s kg", text);
}

static void put_cheapest(struct sc_buf *out, const struct sc_deal *deal)
{
    sc_buf_printf(out, "of %" PRId64 " the %s ", deal->count,
                  deal->count == 2 ? "cheaper one" : "cheapest");
    if (deal->value == 10000) {
        sc_buf_put(out, SC_STR("free"));
    } else if (deal->value == 5000) {
        sc_buf_put(out, SC_STR("at half price"));
    } else {
        put_percent(out, deal->value);
        sc_buf_put(out, SC_STR(" off"));
    }
}

static void put_buy_get(struct sc_buf *out, const struct sc_deal *deal, int places)
{
    sc_buf_printf(out, "buy %" PRId64 ", get %" PRId64 " %s", deal->count, deal->get,
                  deal->get_items != NULL ? "of its gifts " : "");
    if (deal->value == 0) {
        sc_buf_put(out, SC_STR("free"));
        return;
    }
    sc_buf_put(out, SC_STR("at "));
    put_money(out, deal->value, places);
    if (deal->get > 1)
        sc_buf_put(out, SC_STR(" each"));
}

static void put_weight_price(struct sc_buf *out, const struct sc_deal *deal, int places)
{
    put_money(out, deal->value, places);
    sc_buf_put(out, SC_STR(" per kg"));
    if (deal->min_grams > 1) {
        sc_buf_put(out, SC_STR(" from "));
        put_weight(out, deal->min_grams);
    }
    if (deal->max_grams != SC_DEAL_NO_LIMIT) {
        sc_buf_put(out, SC_STR(" up to "));
        put_weight(out, deal->max_grams);
    }
}

static void put_effect(struct sc_buf *out, const struct sc_deal *deal, int places)
{
    switch (deal->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
        if (deal->count == 1)
            sc_buf_put(out, SC_STR("on sale at "));
        else
            sc_buf_printf(out, "%" PRId64 " for ", deal->count);
        put_money(out, deal->value, places);
        return;
    case SC_DEAL_PERCENT_OFF:
        put_percent(out, deal->value);
        sc_buf_put(out, SC_STR(" off"));
        if (deal->count > 1)
            sc_buf_printf(out, " from %" PRId64 " up", deal->count);
        return;
    case SC_DEAL_AMOUNT_OFF:
        put_money(out, deal->value, places);
        sc_buf_put(out, SC_STR(" off"));
        if (deal->count > 1)
            sc_buf_printf(out, " each %" PRId64, deal->count);
        return;
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
        put_cheapest(out, deal);
        return;
    case SC_DEAL_BUY_GET:
        put_buy_get(out, deal, places);
        return;
    case SC_DEAL_WEIGHT_PRICE:
        put_weight_price(out, deal, places);
        return;
    case SC_DEAL_BASKET_PERCENT_OFF:
        put_percent(out, deal->value);
        sc_buf_put(out, SC_STR(" off the whole basket"));
        return;
    case SC_DEAL_BASKET_AMOUNT_OFF:
        put_money(out, deal->value, places);
        sc_buf_put(out, SC_STR(" off the whole basket"));
        return;
    case SC_DEAL_UNPRICED:
        return;
    }
}

static void put_limits(struct sc_buf *out, const struct sc_deal *deal, int places)
{
    if (deal->max_uses == 1)
        sc_buf_put(out, SC_STR(", once"));
    else if (deal->max_uses == 2)
        sc_buf_put(out, SC_STR(", at most twice"));
    else if (deal->max_uses != SC_DEAL_NO_LIMIT)
        sc_buf_printf(out, ", at most %" PRId64 " times", deal->max_uses);
    if (deal->max_units != SC_DEAL_NO_LIMIT)
        sc_buf_printf(out, ", at most %" PRId64 " units", deal->max_units);
    if (deal->basket_min == SC_DEAL_NO_MIN)
        return;
    bool counts_all = deal->basket_min_counts_own || sc_deal_is_basket_kind(deal->kind);
    sc_buf_put(out, counts_all ? SC_STR(", from ") : SC_STR(", with "));
    put_money(out, deal->basket_min, places);
    sc_buf_put(out, counts_all ? SC_STR(" in the basket") : SC_STR(" of other goods"));
}

/* "card:rami-levy" and "club:rami-levy" as people say them; anything else as it is. */
static void put_audience(struct sc_buf *out, struct sc_str audience)
{
    const struct sc_str card = SC_STR("card:"), club = SC_STR("club:");

    if (sc_str_starts(audience, card))
        sc_buf_printf(out, "the %.*s card",
                      SC_STR_ARGS(sc_str_sub(audience, card.len, audience.len)));
    else if (sc_str_starts(audience, club))
        sc_buf_printf(out, "the %.*s club",
                      SC_STR_ARGS(sc_str_sub(audience, club.len, audience.len)));
    else
        sc_buf_put(out, audience);
}

static void put_for_whom(struct sc_buf *out, const struct sc_deal *deal)
{
    if (deal->coupon.at != NULL)
        sc_buf_printf(out, ", with coupon %.*s", SC_STR_ARGS(deal->coupon));
    for (size_t i = 0; i < deal->audience_count; i++) {
        sc_buf_put(out, i == 0 ? SC_STR(", with ") : SC_STR(" or "));
        put_audience(out, deal->audiences[i]);
    }
}

enum sc_status sc_deal_words(struct sc_arena *arena, const struct sc_deal *deal, int places,
                             struct sc_str *ret_words)
{
    struct sc_buf out;

    sc_buf_init(&out, WORDS_MAX);
    put_effect(&out, deal, places);
    put_limits(&out, deal, places);
    put_for_whom(&out, deal);
    struct sc_str words = sc_buf_str(&out);
    if (sc_str_starts(words, SC_STR(", "))) /* an unpriced deal has only conditions */
        words = sc_str_sub(words, 2, words.len);
    words = sc_arena_str(arena, words);
    sc_buf_finish(&out);
    if (words.at == NULL)
        return SC_NO_MEMORY;
    *ret_words = words;
    return SC_OK;
}
