#include "retail/feed_deal.h"

#include <stdlib.h>
#include <string.h>

#include "domain/money.h"

enum {
    CODES_FIRST = 64,
    CODES_READ_MAX = 16 * FEED_DEAL_CODES_MAX, /* with those that stand twice */
    BASIS_POINTS = 10000,
};

struct feed_deal feed_deal_blank(void)
{
    return (struct feed_deal){
        .kind = SC_DEAL_UNPRICED,
        .count = 1,
        .min_grams = 1,
        .max_grams = SC_DEAL_NO_LIMIT,
        .max_uses = SC_DEAL_NO_LIMIT,
        .max_units = SC_DEAL_NO_LIMIT,
        .basket_min = SC_DEAL_NO_MIN,
    };
}

void feed_deal_unprice(struct feed_deal *deal, struct sc_str why)
{
    deal->kind = SC_DEAL_UNPRICED;
    deal->unpriced_kind = why;
}

static bool is_basis_points(int64_t value)
{
    return value >= 1 && value <= BASIS_POINTS;
}

static bool is_money(int64_t value)
{
    return value >= 0 && value <= SC_AMOUNT_MAX;
}

static bool has_right_numbers(const struct feed_deal *deal)
{
    switch (deal->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
    case SC_DEAL_AMOUNT_OFF:
        return deal->count >= 1 && is_money(deal->value);
    case SC_DEAL_PERCENT_OFF:
        return deal->count >= 1 && is_basis_points(deal->value);
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
        return deal->count >= 2 && is_basis_points(deal->value);
    case SC_DEAL_BUY_GET:
        return deal->count >= 1 && deal->get >= 1 && is_money(deal->value);
    case SC_DEAL_WEIGHT_PRICE:
        return is_money(deal->value) && deal->min_grams >= 1 && deal->max_grams >= 1;
    case SC_DEAL_BASKET_PERCENT_OFF:
        return is_basis_points(deal->value);
    case SC_DEAL_BASKET_AMOUNT_OFF:
        return is_money(deal->value);
    case SC_DEAL_UNPRICED:
        break;
    }
    return true;
}

static bool has_right_limits(const struct feed_deal *deal)
{
    return deal->max_uses >= 1 && deal->max_units >= 1 &&
           (deal->basket_min == SC_DEAL_NO_MIN || is_money(deal->basket_min));
}

void feed_deal_check(struct feed_deal *deal)
{
    bool ends_first = deal->starts.is_given && deal->ends.is_given &&
                      deal->starts.is_local == deal->ends.is_local &&
                      deal->ends.at_us < deal->starts.at_us;

    if (deal->kind == SC_DEAL_UNPRICED)
        return;
    if (!has_right_numbers(deal) || !has_right_limits(deal))
        feed_deal_unprice(deal, SC_STR("numbers out of range"));
    else if (deal->code_count == 0 && !sc_deal_is_basket_kind(deal->kind))
        feed_deal_unprice(deal, SC_STR("no products named"));
    else if (deal->code_count > FEED_DEAL_CODES_MAX || deal->get_code_count > FEED_DEAL_CODES_MAX)
        feed_deal_unprice(deal, SC_STR("too many products"));
    else if (ends_first)
        feed_deal_unprice(deal, SC_STR("ends before it starts"));
}

enum sc_status feed_codes_add(struct sc_arena *arena, struct feed_codes *codes, struct sc_str code)
{
    if (codes->count == codes->room) {
        size_t room = codes->room == 0 ? CODES_FIRST : codes->room * 2;
        if (room > CODES_READ_MAX) {
            codes->is_over = true;
            return SC_OK;
        }
        struct sc_str *at = sc_arena_alloc(arena, room * sizeof *at);
        if (at == NULL)
            return SC_NO_MEMORY;
        if (codes->count > 0)
            memcpy(at, codes->at, codes->count * sizeof *at);
        codes->at = at;
        codes->room = room;
    }
    codes->at[codes->count++] = code;
    return SC_OK;
}

static int by_bytes(const void *a, const void *b)
{
    return sc_str_cmp(*(const struct sc_str *)a, *(const struct sc_str *)b);
}

void feed_codes_close(struct feed_codes *codes)
{
    size_t kept = 0;

    if (codes->count > 1)
        qsort(codes->at, codes->count, sizeof *codes->at, by_bytes);
    for (size_t i = 0; i < codes->count; i++)
        if (kept == 0 || !sc_str_eq(codes->at[kept - 1], codes->at[i]))
            codes->at[kept++] = codes->at[i];
    codes->count = kept;
}
