#include "domain/plan_stall.h"

#include <assert.h>

/* What all lines together can want of one of a store's prices. */
struct demand {
    int64_t amount;   /* units or grams; each line counts its own */
    int64_t smallest; /* of one line */
};

static const struct sc_plan_price *price_of(const struct sc_plan_store *store, uint32_t product)
{
    size_t low = 0, high = store->price_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (store->prices[middle].product < product)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < store->price_count && store->prices[low].product == product)
        return &store->prices[low];
    return NULL;
}

static struct plan_offer offer_of(const struct sc_plan_accept *accept,
                                  const struct sc_plan_price *price)
{
    struct sc_basket_line line = {
        .is_weighed = accept->is_weighed,
        .amount = accept->amount,
        .price_minor = price->price_minor,
    };
    struct plan_offer offer = {.shelf_minor = sc_price_shelf(&line)};

    if (!accept->is_weighed)
        offer.deposit_minor = accept->amount * price->deposit_minor;
    offer.cost = (offer.shelf_minor + offer.deposit_minor) * SC_PLAN_FINE;
    return offer;
}

/* Room for every pair of a line and an accepted product would be too much for hostile input. */
static size_t count_offers(const struct plan_work *work, const struct sc_plan_store *store)
{
    const struct sc_plan_request *request = work->request;
    size_t count = 0;

    for (size_t line = 0; line < request->line_count; line++)
        for (size_t i = 0; i < request->lines[line].accept_count; i++)
            count += price_of(store, request->lines[line].accepts[i].product) != NULL;
    return count;
}

static enum sc_status lay_out(struct plan_work *work, struct plan_stall *stall,
                              struct demand *demands)
{
    const struct sc_plan_request *request = work->request;

    stall->offers = sc_plan_array(work, count_offers(work, stall->store), sizeof *stall->offers);
    if (stall->offers == NULL)
        return work->status;
    for (uint32_t line = 0; line < request->line_count; line++) {
        for (uint32_t i = 0; i < request->lines[line].accept_count; i++) {
            const struct sc_plan_accept *accept = &request->lines[line].accepts[i];
            const struct sc_plan_price *price = price_of(stall->store, accept->product);

            if (price == NULL || price->is_weighed != accept->is_weighed)
                continue;

            struct plan_offer *offer = &stall->offers[stall->offer_count++];
            uint32_t at = (uint32_t)(price - stall->store->prices);
            struct demand *demand = &demands[at];

            *offer = offer_of(accept, price);
            offer->line = line;
            offer->accept = i;
            offer->price = at;
            if (demand->amount == 0 || accept->amount < demand->smallest)
                demand->smallest = accept->amount;
            demand->amount += accept->amount;
        }
    }
    return SC_OK;
}

/* Adds to `deal` those of its products that the list may want here. */
static size_t add_prices(const struct plan_stall *stall, const struct demand *demands,
                         const struct sc_deal *deal, bool of_got, uint32_t *prices)
{
    const uint32_t *items = of_got ? deal->get_items : deal->items;
    size_t item_count = of_got ? deal->get_item_count : deal->item_count;
    size_t count = 0;

    for (size_t i = 0; i < item_count; i++) {
        const struct sc_plan_price *price = price_of(stall->store, items[i]);

        if (price == NULL || price->is_weighed != (deal->kind == SC_DEAL_WEIGHT_PRICE))
            continue;

        uint32_t at = (uint32_t)(price - stall->store->prices);

        if (demands[at].amount > 0)
            prices[count++] = at;
    }
    return count;
}

/* Sorted and without doubles: bought and got products may be the same. */
static size_t merge(uint32_t *prices, size_t bought, size_t got)
{
    size_t count = bought;

    for (size_t i = bought; i < bought + got; i++) {
        uint32_t price = prices[i];
        size_t low = 0, high = bought;

        while (low < high) {
            size_t middle = (low + high) / 2;

            if (prices[middle] < price)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == bought || prices[low] != price)
            prices[count++] = price;
    }
    return count;
}

static int64_t wanted(const struct demand *demands, const uint32_t *prices, size_t count)
{
    int64_t amount = 0;

    for (size_t i = 0; i < count; i++)
        amount += demands[prices[i]].amount;
    return amount;
}

/* Limits above all that the list can want are no limits. */
static void drop_idle_limits(struct sc_deal *deal, int64_t amount)
{
    if (deal->max_uses >= amount)
        deal->max_uses = SC_DEAL_NO_LIMIT;
    if (deal->max_units >= amount)
        deal->max_units = SC_DEAL_NO_LIMIT;
    if (deal->max_grams >= amount)
        deal->max_grams = SC_DEAL_NO_LIMIT;
}

static bool links_lines(const struct plan_deal *d, const struct demand *demands)
{
    const struct sc_deal *deal = &d->deal;

    switch (deal->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
    case SC_DEAL_AMOUNT_OFF:
        return deal->count > 1 || deal->max_uses != SC_DEAL_NO_LIMIT ||
               deal->max_units != SC_DEAL_NO_LIMIT;
    case SC_DEAL_PERCENT_OFF: /* used at most once anyway */
        return deal->count > 1 || deal->max_units != SC_DEAL_NO_LIMIT;
    case SC_DEAL_WEIGHT_PRICE:
        if (deal->max_grams != SC_DEAL_NO_LIMIT)
            return true;
        for (size_t i = 0; i < d->price_count; i++)
            if (demands[d->prices[i]].smallest < deal->min_grams)
                return true;
        return false;
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
    case SC_DEAL_BUY_GET:
        return true;
    case SC_DEAL_BASKET_PERCENT_OFF:
    case SC_DEAL_BASKET_AMOUNT_OFF:
    case SC_DEAL_UNPRICED:
        break;
    }
    assert(false && "a line deal");
    return true;
}

/* The deal can be used at least once on what the list may want. */
static bool has_enough(const struct sc_deal *deal, int64_t bought, int64_t all)
{
    if (deal->kind == SC_DEAL_WEIGHT_PRICE)
        return bought >= deal->min_grams;
    if (deal->kind == SC_DEAL_BUY_GET)
        return bought >= deal->count && all > deal->count;
    return bought >= deal->count;
}

/* Does any use save? Asked only where no threshold could make a harmful use worth it. */
static bool can_save(const struct plan_stall *stall, const struct plan_deal *d)
{
    int64_t dearest = 0;

    for (size_t i = 0; i < d->price_count; i++)
        if (stall->store->prices[d->prices[i]].price_minor > dearest)
            dearest = stall->store->prices[d->prices[i]].price_minor;
    if (d->deal.kind == SC_DEAL_BUNDLE_TOTAL)
        return d->deal.value < (__int128)d->deal.count * dearest;
    if (d->deal.kind == SC_DEAL_BUY_GET || d->deal.kind == SC_DEAL_WEIGHT_PRICE)
        return d->deal.value < dearest;
    return true;
}

static enum sc_status add_line_deal(struct plan_work *work, struct plan_stall *stall,
                                    const struct demand *demands, struct sc_deal deal)
{
    uint32_t *prices = sc_plan_array(work, deal.item_count + deal.get_item_count, sizeof *prices);

    if (prices == NULL)
        return work->status;

    size_t bought = add_prices(stall, demands, &deal, false, prices);
    size_t got = deal.kind == SC_DEAL_BUY_GET && deal.get_items != NULL
                     ? add_prices(stall, demands, &deal, true, prices + bought)
                     : 0;
    int64_t bought_amount = wanted(demands, prices, bought);
    size_t count = merge(prices, bought, got);
    int64_t amount = wanted(demands, prices, count);

    if (count == 0 || !has_enough(&deal, bought_amount, amount))
        return SC_OK;
    drop_idle_limits(&deal, amount);

    struct plan_deal *d = &stall->deals[stall->deal_count++];

    *d = (struct plan_deal){.deal = deal, .prices = prices, .price_count = count};
    d->links = links_lines(d, demands);
    return SC_OK;
}

/* The most shelf price that the list can come to here: the dearest offer of each line. */
static int64_t most_spent(const struct plan_stall *stall)
{
    int64_t most = 0, of_line = 0;

    for (size_t i = 0; i < stall->offer_count; i++) {
        if (i > 0 && stall->offers[i].line != stall->offers[i - 1].line) {
            most += of_line;
            of_line = 0;
        }
        if (stall->offers[i].shelf_minor > of_line)
            of_line = stall->offers[i].shelf_minor;
    }
    return most + of_line;
}

/*
 * Takes over the deals that count. A threshold that the dearest basket misses
 * ends its deal; one of 0 is always reached.
 */
static enum sc_status sift_deals(struct plan_work *work, struct plan_stall *stall,
                                 const struct demand *demands)
{
    const struct sc_plan_request *request = work->request;
    for (size_t i = 0; i < stall->store->deal_count; i++) {
        struct sc_deal deal = stall->store->deals[i];
        enum sc_status st = SC_OK;

        if (deal.kind == SC_DEAL_UNPRICED || deal.basket_min > stall->most_minor ||
            !sc_deal_is_available(&deal, &request->shopper, request->at_us))
            continue;
        deal.starts_us = SC_DEAL_ALWAYS_FROM;
        deal.ends_us = SC_DEAL_ALWAYS_TO;
        deal.coupon = (struct sc_str){0};
        deal.audience_count = 0;
        if (deal.basket_min <= 0)
            deal.basket_min = SC_DEAL_NO_MIN;
        if (sc_deal_is_basket_kind(deal.kind))
            stall->basket_deals[stall->basket_deal_count++].deal = deal;
        else
            st = add_line_deal(work, stall, demands, deal);
        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}

static void drop_useless(struct plan_stall *stall)
{
    size_t kept = 0;

    for (size_t i = 0; i < stall->deal_count; i++)
        if (can_save(stall, &stall->deals[i]))
            stall->deals[kept++] = stall->deals[i];
    stall->deal_count = kept;
}

static bool has_threshold(const struct plan_deal *deals, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (deals[i].deal.basket_min != SC_DEAL_NO_MIN)
            return true;
    return false;
}

static enum sc_status mark_live(struct plan_work *work, struct plan_stall *stall)
{
    for (size_t i = 0; i < stall->deal_count; i++) {
        struct plan_deal *d = &stall->deals[i];

        d->is_live = d->deal.basket_min != SC_DEAL_NO_MIN;
        if (!d->is_live)
            continue;

        bool *touches = sc_plan_array(work, stall->store->price_count, sizeof *touches);

        if (touches == NULL)
            return work->status;
        for (size_t k = 0; k < d->price_count; k++)
            touches[d->prices[k]] = true;
        d->touches = touches;
    }
    return SC_OK;
}

enum sc_status sc_plan_stall_init(struct plan_work *work, uint32_t store,
                                  struct plan_stall *ret_stall)
{
    const struct sc_plan_store *s = &work->request->stores[store];
    struct plan_stall stall = {.store = s, .index = store};
    struct demand *demands = sc_plan_array(work, s->price_count, sizeof *demands);
    struct sc_deal *deals = sc_plan_array(work, s->deal_count, sizeof *deals);

    stall.deals = sc_plan_array(work, s->deal_count, sizeof *stall.deals);
    stall.basket_deals = sc_plan_array(work, s->deal_count, sizeof *stall.basket_deals);
    if (work->status != SC_OK)
        return work->status;

    enum sc_status st = lay_out(work, &stall, demands);

    stall.most_minor = most_spent(&stall);
    if (st == SC_OK)
        st = sift_deals(work, &stall, demands);
    if (st == SC_OK)
        st = mark_live(work, &stall);
    if (st != SC_OK)
        return st;
    if (!has_threshold(stall.deals, stall.deal_count) &&
        !has_threshold(stall.basket_deals, stall.basket_deal_count))
        drop_useless(&stall);

    stall.till = (struct plan_till){.store = s, .deals = deals};
    for (size_t i = 0; i < stall.deal_count; i++)
        deals[stall.till.deal_count++] = stall.deals[i].deal;
    for (size_t i = 0; i < stall.basket_deal_count; i++)
        deals[stall.till.deal_count++] = stall.basket_deals[i].deal;
    *ret_stall = stall;
    return SC_OK;
}
