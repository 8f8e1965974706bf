#include "gateway/where.h"

#include "gateway/where_gather.h"
#include "gateway/work_clock.h"

const struct gateway_where_ask gateway_where_presets = {
    .radius_m = 10000,
    .stores_max = SC_PLAN_STORES_MAX,
    .max_stores = 3,
    .candidates = 40,
    .visit_cost = GATEWAY_WHERE_NOT_GIVEN,
    .missing_cost = GATEWAY_WHERE_NOT_GIVEN,
    .per_km_milli = GATEWAY_WHERE_NOT_GIVEN,
    .per_hour_milli = GATEWAY_WHERE_NOT_GIVEN,
    .detour_milli = 1300,
    .speed_kmh = 30,
    .stop_minutes = 10,
    .unknown_m = GATEWAY_WHERE_NOT_GIVEN,
    .budget_ms = 5000,
};

/* Without lines there is nothing to ask, and no shop to go to. */
static enum sc_status gather_nothing(struct where_gather *g)
{
    g->currency = g->ask->currency.at != NULL ? g->ask->currency : SC_STR("XXX");
    where_notes_add(&g->notes, g->rq->arena, (struct where_about){.code = WHERE_NOTHING_TO_BUY},
                    "Nothing is left to buy on this list.");
    return SC_OK;
}

/* The connection goes back before the plans are looked for. */
static enum sc_status gather(struct where_gather *g, struct sc_pg *pg)
{
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, g->rq);

    g->tx = &tx;
    enum sc_status st = where_gather_stores(g);
    if (st == SC_OK)
        st = where_gather_lines(g);
    if (st == SC_OK)
        st = where_gather_shelves(g);
    if (st == SC_OK)
        st = where_gather_deals(g);
    g->tx = NULL; /* it ends here */
    return st == SC_OK ? st : sc_fail(g->rq, st, "the database could not answer");
}

enum sc_status gateway_where_facts(struct sc_request *rq, struct sc_pg *pg,
                                   const struct gateway_where_ask *ask,
                                   struct gateway_where *ret_where)
{
    struct where_gather *g = sc_arena_zalloc(rq->arena, sizeof *g);

    if (g == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the question");
    g->rq = rq;
    g->ask = ask;
    enum sc_status st = ask->line_count > 0 ? gather(g, pg) : gather_nothing(g);
    if (st != SC_OK)
        return st;
    *ret_where = (struct gateway_where){
        .facts =
            {
                .lines = g->lines,
                .line_count = ask->line_count,
                .items = g->goods.items,
                .item_count = g->goods.count,
                .stores = g->stores,
                .store_count = g->store_count,
                .shopper = g->shopper,
                .at_us = ask->at_us,
                .missing_minor = g->missing_minor,
                .max_stores = ask->max_stores,
            },
        .currency = g->currency,
        .places = g->places,
        .weights = g->weights,
        .notes = &g->notes,
    };
    return SC_OK;
}

enum sc_status gateway_where_find(struct sc_request *rq, struct sc_pg *pg,
                                  const struct gateway_where_ask *ask,
                                  struct gateway_where *ret_where)
{
    struct gateway_work_clock *clock = sc_arena_alloc(rq->arena, sizeof *clock);
    struct gateway_where where;

    if (clock == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the question");
    enum sc_status st = gateway_where_facts(rq, pg, ask, &where);
    if (st != SC_OK)
        return st;
    struct sc_work_limit limit = gateway_work_clock_start(clock, ask->budget_ms, rq->deadline);
    st = sc_where_answer(rq->arena, &where.facts, limit, &where.answer);
    if (st != SC_OK)
        return sc_fail(rq, st, "no memory to plan a list of that size");
    *ret_where = where;
    return SC_OK;
}
