#include "property/brute_plan.h"

#include <assert.h>
#include <string.h>

enum {
    CODES = 1024, /* (BRUTE_PLAN_ACCEPTS + 1) ^ BRUTE_PLAN_LINES */
};

struct brute {
    const struct sc_plan_request *rq;
    brute_price_fn price;
    struct brute_plan *plans;
    struct sc_plan_choice choices[BRUTE_PLAN_LINES];
    int64_t goods[BRUTE_PLAN_STORES][CODES]; /* by what is bought there; -1: not priced yet */
};

static const struct sc_plan_price *price_at(const struct sc_plan_request *rq, uint32_t store,
                                            uint32_t product)
{
    for (size_t i = 0; i < rq->stores[store].price_count; i++)
        if (rq->stores[store].prices[i].product == product)
            return &rq->stores[store].prices[i];
    return NULL;
}

bool brute_plan_sells(const struct sc_plan_request *request, uint32_t store, size_t line,
                      uint32_t accept)
{
    const struct sc_plan_accept *a = &request->lines[line].accepts[accept];
    const struct sc_plan_price *price = price_at(request, store, a->product);

    return price != NULL && price->is_weighed == a->is_weighed;
}

int64_t brute_plan_goods(const struct sc_plan_request *request, brute_price_fn price,
                         uint32_t store, const struct sc_plan_choice *choices)
{
    struct sc_basket_line basket[BRUTE_PLAN_LINES];
    struct sc_price_request priced = {
        .lines = basket,
        .deals = request->stores[store].deals,
        .deal_count = request->stores[store].deal_count,
        .shopper = request->shopper,
        .at_us = request->at_us,
    };

    for (size_t line = 0; line < request->line_count; line++) {
        if (choices[line].store != store)
            continue;
        const struct sc_plan_accept *a = &request->lines[line].accepts[choices[line].accept];
        const struct sc_plan_price *p = price_at(request, store, a->product);
        basket[priced.line_count++] = (struct sc_basket_line){
            .product = a->product,
            .is_weighed = a->is_weighed,
            .amount = a->amount,
            .price_minor = p->price_minor,
            .deposit_minor = p->deposit_minor,
        };
    }
    return priced.line_count == 0 ? 0 : price(&priced);
}

static int64_t known_goods(struct brute *b, uint32_t store)
{
    size_t code = 0;

    for (size_t line = 0; line < b->rq->line_count; line++) {
        const struct sc_plan_choice *c = &b->choices[line];
        code = code * (BRUTE_PLAN_ACCEPTS + 1) + (c->store == store ? c->accept + 1 : 0);
    }
    if (b->goods[store][code] < 0)
        b->goods[store][code] = brute_plan_goods(b->rq, b->price, store, b->choices);
    return b->goods[store][code];
}

static bool is_better(const struct brute_plan *a, const struct brute_plan *b)
{
    if (a->cost != b->cost)
        return a->cost < b->cost;
    if (a->store_count != b->store_count)
        return a->store_count < b->store_count;
    if (a->goods != b->goods)
        return a->goods < b->goods;
    for (size_t i = 0; i < a->store_count; i++)
        if (a->stores[i] != b->stores[i])
            return a->stores[i] < b->stores[i];
    return false;
}

static void weigh(struct brute *b)
{
    struct brute_plan plan = {0};

    for (uint32_t s = 0; s < b->rq->store_count; s++) {
        bool is_visited = false;
        for (size_t line = 0; line < b->rq->line_count; line++)
            is_visited |= b->choices[line].store == s;
        if (!is_visited)
            continue;
        plan.stores[plan.store_count++] = s;
        plan.visits += b->rq->stores[s].visit_minor;
        plan.goods += known_goods(b, s);
    }
    plan.cost = plan.goods + plan.visits;
    for (size_t line = 0; line < b->rq->line_count; line++)
        if (b->choices[line].store == SC_PLAN_MISSING)
            plan.cost += b->rq->missing_minor;
    for (size_t k = plan.store_count; k <= b->rq->max_stores; k++)
        if (k > 0 && is_better(&plan, &b->plans[k - 1]))
            b->plans[k - 1] = plan;
}

static void assign(struct brute *b, size_t line)
{
    if (line == b->rq->line_count) {
        weigh(b);
        return;
    }
    b->choices[line] = (struct sc_plan_choice){.store = SC_PLAN_MISSING};
    assign(b, line + 1);
    for (uint32_t s = 0; s < b->rq->store_count; s++)
        for (uint32_t a = 0; a < b->rq->lines[line].accept_count; a++)
            if (brute_plan_sells(b->rq, s, line, a)) {
                b->choices[line] = (struct sc_plan_choice){.store = s, .accept = a};
                assign(b, line + 1);
            }
}

/* The least price of all the lines from `line` on that the store sells. */
static int64_t total(struct brute *b, uint32_t store, size_t line)
{
    int64_t best = INT64_MAX;

    if (line == b->rq->line_count)
        return known_goods(b, store);
    for (uint32_t a = 0; a < b->rq->lines[line].accept_count; a++)
        if (brute_plan_sells(b->rq, store, line, a)) {
            b->choices[line] = (struct sc_plan_choice){.store = store, .accept = a};
            int64_t rest = total(b, store, line + 1);
            best = rest < best ? rest : best;
        }
    if (best < INT64_MAX)
        return best;
    b->choices[line] = (struct sc_plan_choice){.store = SC_PLAN_MISSING};
    return total(b, store, line + 1);
}

void brute_plan(const struct sc_plan_request *request, brute_price_fn price,
                struct brute_plan *ret_plans, int64_t *ret_totals)
{
    static struct brute b;

    assert(request->line_count <= BRUTE_PLAN_LINES && request->store_count <= BRUTE_PLAN_STORES);
    b = (struct brute){.rq = request, .price = price, .plans = ret_plans};
    memset(b.goods, -1, sizeof b.goods);
    for (size_t k = 0; k < request->max_stores; k++)
        ret_plans[k] = (struct brute_plan){.cost = INT64_MAX};
    assign(&b, 0);
    for (uint32_t s = 0; s < request->store_count; s++)
        ret_totals[s] = total(&b, s, 0);
}
