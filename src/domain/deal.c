#include "domain/deal.h"

#include <assert.h>

static const struct sc_str kind_names[] = {
    [SC_DEAL_BUNDLE_TOTAL] = SC_STR("bundle_total"),
    [SC_DEAL_PERCENT_OFF] = SC_STR("percent_off"),
    [SC_DEAL_AMOUNT_OFF] = SC_STR("amount_off"),
    [SC_DEAL_CHEAPEST_PERCENT_OFF] = SC_STR("cheapest_percent_off"),
    [SC_DEAL_BUY_GET] = SC_STR("buy_get"),
    [SC_DEAL_WEIGHT_PRICE] = SC_STR("weight_price"),
    [SC_DEAL_BASKET_PERCENT_OFF] = SC_STR("basket_percent_off"),
    [SC_DEAL_BASKET_AMOUNT_OFF] = SC_STR("basket_amount_off"),
    [SC_DEAL_UNPRICED] = SC_STR("unpriced"),
};

struct sc_str sc_deal_kind_name(enum sc_deal_kind kind)
{
    assert((size_t)kind < SC_COUNT(kind_names));
    return kind_names[kind];
}

enum sc_deal_kind sc_deal_kind_of(struct sc_str name)
{
    for (size_t i = 0; i < SC_COUNT(kind_names); i++)
        if (sc_str_eq(kind_names[i], name))
            return (enum sc_deal_kind)i;
    return SC_DEAL_UNPRICED;
}

bool sc_deal_is_basket_kind(enum sc_deal_kind kind)
{
    return kind == SC_DEAL_BASKET_PERCENT_OFF || kind == SC_DEAL_BASKET_AMOUNT_OFF;
}

static bool holds(const struct sc_str *list, size_t count, struct sc_str wanted)
{
    for (size_t i = 0; i < count; i++)
        if (sc_str_eq(list[i], wanted))
            return true;
    return false;
}

bool sc_deal_is_available(const struct sc_deal *deal, const struct sc_shopper *shopper,
                          int64_t at_us)
{
    if (at_us < deal->starts_us || at_us > deal->ends_us)
        return false;
    if (deal->coupon.at != NULL && !holds(shopper->coupons, shopper->coupon_count, deal->coupon))
        return false;
    for (size_t i = 0; i < deal->audience_count; i++)
        if (holds(shopper->audiences, shopper->audience_count, deal->audiences[i]))
            return true;
    return deal->audience_count == 0;
}
