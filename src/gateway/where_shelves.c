#include "base/time.h"
#include "deals/deals_find.h"
#include "gateway/where_gather.h"
#include "retail/shelf_find.h"

static enum sc_status no_memory(struct where_gather *g)
{
    return sc_fail(g->rq, SC_NO_MEMORY, "no memory for so many products; fewer %s need less",
                   g->ask->names->candidates);
}

static enum sc_status gather_prices(struct where_gather *g)
{
    struct shelf_ask ask = {
        .stores = g->store_ids,
        .store_count = g->store_count,
        .goods = &g->goods,
        .at_us = g->ask->at_us,
        .seen_from_us = g->ask->max_age_days == 0
                            ? INT64_MIN
                            : g->ask->at_us - g->ask->max_age_days * SC_DAY_US,
    };
    const struct shelf_prices *shelves;
    enum sc_status st = shelf_prices_find(g->tx, &ask, &shelves);

    for (size_t s = 0; st == SC_OK && s < g->store_count; s++) {
        g->stores[s].prices = shelves[s].at;
        g->stores[s].price_count = shelves[s].count;
    }
    return st;
}

enum sc_status where_gather_shelves(struct where_gather *g)
{
    const int64_t *products;
    size_t count;

    if (sc_where_products(g->rq->arena, g->fits, g->ask->line_count, &products, &count) != SC_OK)
        return no_memory(g);
    enum sc_status st = shelf_items_find(g->tx, products, count, &g->goods);
    if (st != SC_OK)
        return st;
    if (sc_where_accept(g->rq->arena, &g->goods, g->fits, g->lines, g->ask->line_count) != SC_OK)
        return no_memory(g);
    return gather_prices(g);
}

/* The shopper holds its coupon for other retailers alone: here the code is not theirs. */
static bool is_of_others(const struct where_gather *g, size_t store, const struct sc_deal *deal)
{
    const struct gateway_where_ask *ask = g->ask;
    bool is_held = false;

    for (size_t i = 0; i < ask->coupon_count; i++) {
        if (deal->coupon.at == NULL || !sc_str_eq(ask->coupons[i], deal->coupon))
            continue;
        if (ask->coupon_retailers[i] == 0 || ask->coupon_retailers[i] == g->retailer_ids[store])
            return false;
        is_held = true;
    }
    return is_held;
}

/* The deals found at a store, but those whose coupon the shopper holds for others. */
static enum sc_status take_deals(struct where_gather *g, size_t store,
                                 const struct deals_found *found)
{
    struct sc_where_store *to = &g->stores[store];

    to->deals = found->deals;
    to->offers = found->offers;
    to->deal_count = found->count;
    if (g->ask->coupon_retailers == NULL)
        return SC_OK;
    struct sc_deal *deals = sc_arena_array(g->rq->arena, found->count, sizeof *deals);
    struct sc_where_offer *offers = sc_arena_array(g->rq->arena, found->count, sizeof *offers);
    size_t count = 0;
    if (deals == NULL || offers == NULL)
        return no_memory(g);
    for (size_t d = 0; d < found->count; d++) {
        if (is_of_others(g, store, &found->deals[d]))
            continue;
        deals[count] = found->deals[d];
        offers[count++] = found->offers[d];
    }
    to->deals = deals;
    to->offers = offers;
    to->deal_count = count;
    return SC_OK;
}

enum sc_status where_gather_deals(struct where_gather *g)
{
    struct sc_str *codes = sc_arena_array(g->rq->arena, g->goods.count, sizeof *codes);
    struct deals_ask ask = {
        .stores = g->store_ids,
        .store_count = g->store_count,
        .retailers = g->goods.retailer_ids,
        .codes = codes,
        .item_count = g->goods.count,
        .at_us = g->ask->at_us,
        .places = g->places,
    };
    const struct deals_found *found;

    if (codes == NULL)
        return no_memory(g);
    for (size_t i = 0; i < g->goods.count; i++)
        codes[i] = g->goods.items[i].code;
    enum sc_status st = deals_find(g->tx, &ask, &found);
    for (size_t s = 0; st == SC_OK && s < g->store_count; s++)
        st = take_deals(g, s, &found[s]);
    return st;
}
