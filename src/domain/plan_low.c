#include "domain/plan_low.h"

#include <assert.h>

struct price_range {
    int64_t least, dearest;
};

static struct price_range range_of(const struct plan_stall *stall, const struct plan_deal *d)
{
    struct price_range range = {.least = INT64_MAX};

    for (size_t i = 0; i < d->price_count; i++) {
        int64_t price = stall->store->prices[d->prices[i]].price_minor;

        if (price < range.least)
            range.least = price;
        if (price > range.dearest)
            range.dearest = price;
    }
    return range;
}

/* buy_get on one set of products: a use's least cost, spread over its most units. */
static int64_t buy_get_low(const struct sc_deal *deal, int64_t price, int64_t least)
{
    int64_t got = deal->value < price ? deal->value : price;
    int64_t got_least = deal->value < least ? deal->value : least;
    __int128 use = (__int128)deal->count * least + (__int128)deal->get * got_least;
    __int128 units = (__int128)deal->count + deal->get;

    if (deal->get_items == NULL && use > units * got)
        return (int64_t)(use * SC_PLAN_FINE / units);
    return got * SC_PLAN_FINE;
}

/*
 * A bound in fine units on what one unit at `price` costs under the deal, such
 * that the bounds of the units in a use never add up to more than the use costs.
 */
static int64_t unit_low(const struct sc_deal *deal, int64_t price, struct price_range range)
{
    int64_t fine = price * SC_PLAN_FINE;

    switch (deal->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
        return sc_plan_floor_div((__int128)deal->value * SC_PLAN_FINE, deal->count);
    case SC_DEAL_PERCENT_OFF:
        return sc_price_mul_div(price, 10000 - deal->value, 10000) * SC_PLAN_FINE;
    case SC_DEAL_AMOUNT_OFF: /* may be below zero: then the use's other units pay for it */
        if (deal->value >= deal->count * range.dearest)
            return 0;
        return fine - sc_plan_floor_div((__int128)deal->value * SC_PLAN_FINE + deal->count - 1,
                                        deal->count);
    case SC_DEAL_CHEAPEST_PERCENT_OFF: /* the cheapest one's cut, spread; half a unit of rounding */
        return sc_plan_floor_div((__int128)fine * (deal->count * 10000 - deal->value) -
                                     (__int128)(SC_PLAN_FINE / 2) * 10000,
                                 deal->count * 10000);
    case SC_DEAL_BUY_GET:
        return buy_get_low(deal, price, range.least);
    case SC_DEAL_WEIGHT_PRICE:
    case SC_DEAL_BASKET_PERCENT_OFF:
    case SC_DEAL_BASKET_AMOUNT_OFF:
    case SC_DEAL_UNPRICED:
        break;
    }
    assert(false && "a deal on units");
    return 0;
}

bool sc_plan_lows_init(struct plan_work *work, size_t price_count, struct plan_lows *lows)
{
    lows->unit = sc_plan_array(work, price_count, sizeof *lows->unit);
    lows->kg = sc_plan_array(work, price_count, sizeof *lows->kg);
    return work->status == SC_OK;
}

static void lower(struct plan_lows *lows, const struct plan_stall *stall, const struct plan_deal *d)
{
    struct price_range range = range_of(stall, d);

    for (size_t i = 0; i < d->price_count; i++) {
        uint32_t at = d->prices[i];
        bool is_weighed = d->deal.kind == SC_DEAL_WEIGHT_PRICE;
        int64_t *low = is_weighed ? &lows->kg[at] : &lows->unit[at];
        int64_t under = is_weighed
                            ? d->deal.value
                            : unit_low(&d->deal, stall->store->prices[at].price_minor, range);

        if (under < *low)
            *low = under;
    }
}

void sc_plan_lows_set(struct plan_lows *lows, const struct plan_stall *stall,
                      const struct plan_deal *const *deals, size_t deal_count,
                      const struct plan_deal *except)
{
    for (size_t i = 0; i < stall->store->price_count; i++) {
        lows->kg[i] = stall->store->prices[i].price_minor;
        lows->unit[i] = lows->kg[i] * SC_PLAN_FINE;
    }
    for (size_t i = 0; i < deal_count; i++)
        if (deals[i] != except)
            lower(lows, stall, deals[i]);
}

int64_t sc_plan_low_of(const struct plan_work *work, const struct plan_lows *lows,
                       const struct plan_offer *offer)
{
    const struct sc_plan_accept *accept = &work->request->lines[offer->line].accepts[offer->accept];

    if (accept->is_weighed)
        return sc_price_mul_div(accept->amount, lows->kg[offer->price], 1000) * SC_PLAN_FINE;
    return accept->amount * lows->unit[offer->price];
}
