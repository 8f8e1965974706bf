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
    for (size_t s = 0; st == SC_OK && s < g->store_count; s++) {
        g->stores[s].deals = found[s].deals;
        g->stores[s].offers = found[s].offers;
        g->stores[s].deal_count = found[s].count;
    }
    return st;
}
