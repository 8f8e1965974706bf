#include "property/random_deal.h"

static size_t some_products(struct random *r, uint32_t products, uint32_t *ret_items)
{
    size_t count = 0;

    for (uint32_t p = 0; p < products; p++)
        if (one_in(r, 2))
            ret_items[count++] = p;
    if (count == 0)
        ret_items[count++] = (uint32_t)below(r, products);
    return count;
}

static int64_t value_of(struct random *r, enum sc_deal_kind kind, int64_t count, int64_t price)
{
    switch (kind) {
    case SC_DEAL_PERCENT_OFF:
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
    case SC_DEAL_BASKET_PERCENT_OFF:
        return one_in(r, 4) ? 10000 : 1 + below(r, 10000);
    case SC_DEAL_BUNDLE_TOTAL:
        return below(r, price * count + 1);
    case SC_DEAL_AMOUNT_OFF:
    case SC_DEAL_BUY_GET:
    case SC_DEAL_WEIGHT_PRICE:
    case SC_DEAL_BASKET_AMOUNT_OFF:
    case SC_DEAL_UNPRICED:
        break;
    }
    return one_in(r, 10) ? below(r, price * 9 + 1) : below(r, price + 1);
}

struct sc_deal random_deal(struct random *r, enum sc_deal_kind kind, int64_t price,
                           uint32_t products, uint32_t *items, uint32_t *gets)
{
    static const struct sc_str card[] = {SC_STR("card:x")};
    int64_t count = 1 + below(r, 3);

    if (kind == SC_DEAL_CHEAPEST_PERCENT_OFF && count == 1)
        count = 2;
    struct sc_deal deal = {
        .kind = kind,
        .count = count,
        .get = 1 + below(r, 2),
        .value = value_of(r, kind, count, price),
        .min_grams = one_in(r, 2) ? 1 : 1 + below(r, 4000),
        .max_grams = one_in(r, 2) ? SC_DEAL_NO_LIMIT : 1 + below(r, 4000),
        .max_uses = one_in(r, 3) ? 1 + below(r, 2) : SC_DEAL_NO_LIMIT,
        .max_units = one_in(r, 3) ? 1 + below(r, 5) : SC_DEAL_NO_LIMIT,
        .basket_min = one_in(r, 3) ? below(r, price * 6 + 2) : SC_DEAL_NO_MIN,
        .basket_min_counts_own = one_in(r, 2),
        .starts_us = one_in(r, 12) ? 1 : 0,
        .ends_us = 0,
        .audiences = card,
        .audience_count = one_in(r, 12) ? 1 : 0,
        .items = items,
        .item_count = some_products(r, products, items),
    };
    if (kind == SC_DEAL_BUY_GET && one_in(r, 2)) {
        deal.get_items = gets;
        deal.get_item_count = some_products(r, products, gets);
    }
    return deal;
}
