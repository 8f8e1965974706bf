#include "domain/plan.h"

#include <assert.h>

#include "domain/plan_search.h"

enum {
    TOTAL_NODES = 256,    /* of one store's total at first; those not proven go on when plans are */
    SIZE_STEPS = 1 << 14, /* of plans of one size at first, so that each size has its turn */
};

static void leave_all_out(const struct sc_plan_request *request, struct plan_best *best)
{
    best->cost_minor = request->missing_minor * (int64_t)request->line_count;
    for (size_t line = 0; line < request->line_count; line++)
        best->choices[line] = (struct sc_plan_choice){.store = SC_PLAN_MISSING};
}

static enum sc_status give_plan(struct plan_work *work, const struct plan_best *best, int64_t bound,
                                struct sc_plan *ret_plan)
{
    uint32_t *stores = sc_plan_array(work, best->stores.count, sizeof *stores);

    if (stores == NULL)
        return work->status;
    for (size_t i = 0; i < best->stores.count; i++)
        stores[i] = best->stores.at[i];
    *ret_plan = (struct sc_plan){
        .cost_minor = best->cost_minor,
        .goods_minor = best->goods_minor,
        .visits_minor = best->stores.visits_minor,
        .stores = stores,
        .store_count = best->stores.count,
        .choices = best->choices,
        .is_exact = bound >= best->cost_minor,
        .bound_minor = bound < best->cost_minor ? bound : best->cost_minor,
    };
    return SC_OK;
}

/* The empty plan is the first that is known. */
static enum sc_status make_bests(struct plan_work *work, struct plan_best *bests)
{
    for (size_t i = 0; i < work->request->max_stores; i++) {
        if (!sc_plan_best_init(work, &bests[i]))
            return work->status;
        leave_all_out(work->request, &bests[i]);
    }
    return SC_OK;
}

/* The plans of at most 1, 2, ... stores. `bests` has what is known of them. */
static enum sc_status find_plans(struct plan_work *work, struct plan_desk *desk,
                                 const struct plan_shops *shops, struct plan_best *bests,
                                 struct sc_plan *plans)
{
    size_t count = work->request->max_stores;
    int64_t bounds[SC_PLAN_VISITS_MAX], opens[SC_PLAN_VISITS_MAX];
    struct plan_search *search = sc_plan_search_make(work, desk, shops);
    int64_t open = INT64_MAX;

    if (search == NULL)
        return work->status;
    /* With nothing to pay for what is missing the empty plan wins every tie. */
    for (size_t i = 0; i < count; i++)
        opens[i] = work->request->missing_minor > 0
                       ? sc_plan_search_size(search, i + 1, bests, count, SIZE_STEPS)
                       : INT64_MAX;
    for (size_t i = 0; i < count; i++) {
        if (opens[i] < bests[i].cost_minor * SC_PLAN_FINE && !work->is_spent)
            opens[i] = sc_plan_search_size(search, i + 1, bests, count, UINT64_MAX);
        open = opens[i] < open ? opens[i] : open;
        bounds[i] = open > 0 ? sc_plan_minor(open) : 0;
    }
    if (work->status != SC_OK)
        return work->status;
    for (size_t i = 0; i < count; i++) { /* a smaller plan may have been found late */
        enum sc_status st = give_plan(work, &bests[i], bounds[i], &plans[i]);

        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}

/* All that a store sells, bought there, is a plan too; what it lacks is left out. */
static void offer_total(const struct plan_work *work, const struct plan_best *total,
                        const bool *has_line, struct plan_best *bests)
{
    struct plan_best plan = *total;

    if (plan.stores.count == 0)
        return;
    for (size_t line = 0; line < work->request->line_count; line++)
        if (!has_line[line])
            plan.cost_minor += work->request->missing_minor;
    for (size_t i = 0; i < work->request->max_stores; i++)
        sc_plan_best_offer(work, &bests[i], &plan);
}

/*
 * What everything costs that the store of these shops sells: the least over its
 * cases, each searched for so many nodes. It is offered to `bests`.
 */
static enum sc_status total_store(struct plan_work *work, struct plan_desk *desk,
                                  struct plan_shop *cases, size_t case_count, uint64_t most_nodes,
                                  struct plan_best *bests, struct sc_plan_store_total *ret_total)
{
    size_t lines = work->request->line_count;
    bool *has_line = sc_plan_array(work, lines, sizeof *has_line);
    int64_t low = INT64_MAX;
    struct plan_best best;

    if (has_line == NULL || !sc_plan_best_init(work, &best))
        return work->status;

    const struct plan_goal goal = {.buys_all = true,
                                   .bests = &best,
                                   .best_count = 1,
                                   .rival = &best,
                                   .most_nodes = most_nodes};

    for (size_t i = 0; i < case_count; i++) {
        struct plan_shop *shop = &cases[i];
        int64_t bound = sc_plan_set_solve(desk, &goal, &shop, 1);

        if (bound < low)
            low = bound;
    }
    if (work->status != SC_OK)
        return work->status;
    for (size_t line = 0; line < lines; line++)
        has_line[line] = cases->single_first[line] < cases->single_first[line + 1];
    offer_total(work, &best, has_line, bests);
    *ret_total = (struct sc_plan_store_total){
        .goods_minor = best.goods_minor,
        .has_line = has_line,
        .is_exact = sc_plan_minor(low) >= best.cost_minor,
    };
    return SC_OK;
}

/* The totals that are not proven yet. */
static enum sc_status total_stores(struct plan_work *work, struct plan_desk *desk,
                                   const struct plan_shops *shops, uint64_t most_nodes,
                                   struct plan_best *bests, struct sc_plan_store_total *totals)
{
    for (size_t first = 0, end; first < shops->count; first = end) {
        uint32_t store = shops->at[first].store;

        for (end = first + 1; end < shops->count && shops->at[end].store == store; end++)
            ;

        if (totals[store].is_exact)
            continue;

        enum sc_status st = total_store(work, desk, &shops->at[first], end - first, most_nodes,
                                        bests, &totals[store]);

        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}

enum sc_status sc_plan_list(struct sc_arena *arena, const struct sc_plan_request *request,
                            struct sc_plan_answer *ret_answer)
{
    struct plan_work work = {.arena = arena, .request = request, .is_spent = request->no_search};
    struct sc_plan *plans = sc_plan_array(&work, request->max_stores, sizeof *plans);
    struct sc_plan_store_total *totals = sc_plan_array(&work, request->store_count, sizeof *totals);
    struct plan_best bests[SC_PLAN_VISITS_MAX] = {0};
    struct plan_shops shops;

    assert(request->max_stores >= 1 && request->max_stores <= SC_PLAN_VISITS_MAX);
    if (work.status != SC_OK)
        return work.status;

    enum sc_status st = make_bests(&work, bests);

    if (st == SC_OK)
        st = sc_plan_open_shops(&work, &shops);

    if (st != SC_OK)
        return st;

    struct plan_desk *desk = sc_plan_desk_make(&work, &shops);

    if (desk == NULL)
        return work.status;
    st = total_stores(&work, desk, &shops, TOTAL_NODES, bests, totals);
    if (st == SC_OK)
        st = find_plans(&work, desk, &shops, bests, plans);
    if (st == SC_OK && !work.is_spent)
        st = total_stores(&work, desk, &shops, UINT64_MAX, bests, totals);
    if (st != SC_OK)
        return st;
    *ret_answer = (struct sc_plan_answer){.plans = plans, .stores = totals};
    return SC_OK;
}
