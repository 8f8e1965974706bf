#include "domain/plan_best.h"

#include <string.h>

void sc_plan_stores_add(const struct plan_work *work, struct plan_stores *stores, uint32_t store)
{
    size_t at = stores->count++;

    for (; at > 0 && stores->at[at - 1] > store; at--)
        stores->at[at] = stores->at[at - 1];
    stores->at[at] = store;
    stores->visits_minor += work->request->stores[store].visit_minor;
}

bool sc_plan_best_init(struct plan_work *work, struct plan_best *best)
{
    *best = (struct plan_best){.cost_minor = INT64_MAX};
    best->choices = sc_plan_array(work, work->request->line_count, sizeof *best->choices);
    return best->choices != NULL;
}

static bool comes_first(const struct plan_stores *a, const struct plan_stores *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (a->at[i] != b->at[i])
            return a->at[i] < b->at[i];
    return false;
}

static bool is_better(int64_t cost, int64_t goods, const struct plan_stores *stores,
                      const struct plan_best *than)
{
    if (cost != than->cost_minor)
        return cost < than->cost_minor;
    if (stores->count != than->stores.count)
        return stores->count < than->stores.count;
    if (goods != than->goods_minor)
        return goods < than->goods_minor;
    return comes_first(stores, &than->stores);
}

bool sc_plan_can_beat(const struct plan_work *work, const struct plan_best *best, int64_t low,
                      const struct plan_stores *stores)
{
    int64_t cost = sc_plan_minor(low);
    int64_t most_missing = cost * SC_PLAN_FINE - low; /* at that cost; more would be below `low` */
    int64_t goods = cost - stores->visits_minor - most_missing * work->request->missing_minor;

    return is_better(cost, goods, stores, best);
}

void sc_plan_best_offer(const struct plan_work *work, struct plan_best *best,
                        const struct plan_best *plan)
{
    struct sc_plan_choice *choices = best->choices;

    if (!is_better(plan->cost_minor, plan->goods_minor, &plan->stores, best))
        return;
    *best = *plan;
    best->choices = choices;
    memcpy(choices, plan->choices, work->request->line_count * sizeof *choices);
}
