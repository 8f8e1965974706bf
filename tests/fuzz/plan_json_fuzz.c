/*
 * Any bytes as the document of `smartcart plan`. What can be read is planned
 * with a small budget; each plan adds up, and pricing what it buys at each of
 * its stores gives its cost.
 */
#include "domain/wishes_json.h"

#include "engine_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sc_plan_price *price_at(const struct sc_plan_store *store, uint32_t product)
{
    for (size_t i = 0; i < store->price_count; i++)
        if (store->prices[i].product == product)
            return &store->prices[i];
    return NULL;
}

/* The goods of a plan at one of its stores, priced anew; -1: not exactly. */
static int64_t goods_at(struct sc_arena *arena, const struct sc_plan_request *request,
                        const struct sc_plan *plan, uint32_t place)
{
    const struct sc_plan_store *store = &request->stores[place];
    struct sc_basket_line lines[SC_PRICE_LINES_MAX];
    struct sc_price_answer answer;
    int looks = 0;
    struct sc_price_request basket = {
        .lines = lines,
        .deals = store->deals,
        .deal_count = store->deal_count,
        .shopper = request->shopper,
        .at_us = request->at_us,
        .limit = {.is_spent = fuzz_is_spent, .context = &looks},
    };

    for (size_t i = 0; i < request->line_count; i++) {
        if (plan->choices[i].store != place)
            continue;
        assert(plan->choices[i].accept < request->lines[i].accept_count);
        const struct sc_plan_accept *accept = &request->lines[i].accepts[plan->choices[i].accept];
        const struct sc_plan_price *price = price_at(store, accept->product);
        assert(price != NULL && price->is_weighed == accept->is_weighed);
        lines[basket.line_count++] = (struct sc_basket_line){
            .product = accept->product,
            .is_weighed = accept->is_weighed,
            .amount = accept->amount,
            .price_minor = price->price_minor,
            .deposit_minor = price->deposit_minor,
        };
    }
    assert(basket.line_count > 0); /* a store where nothing is bought is not chosen */
    if (sc_price_basket(arena, &basket, &answer) != SC_OK)
        return -1;
    fuzz_basket(&basket, &answer);
    return answer.is_exact ? answer.total_minor : -1;
}

static void check_plan(struct sc_arena *arena, const struct sc_plan_request *request,
                       const struct sc_plan *plan, size_t max_stores)
{
    int64_t visits = 0, missing = 0, goods = 0;
    bool is_known = true;

    assert(plan->store_count <= max_stores);
    for (size_t i = 0; i < plan->store_count; i++) {
        assert(plan->stores[i] < request->store_count);
        assert(i == 0 || plan->stores[i - 1] < plan->stores[i]);
        visits += request->stores[plan->stores[i]].visit_minor;
        struct sc_arena_mark mark = sc_arena_mark(arena);
        int64_t here = goods_at(arena, request, plan, plan->stores[i]);
        sc_arena_rewind(arena, mark);
        is_known &= here >= 0;
        goods += here;
    }
    for (size_t i = 0; i < request->line_count; i++) {
        bool is_listed = plan->choices[i].store == SC_PLAN_MISSING;

        missing += is_listed;
        for (size_t k = 0; k < plan->store_count; k++)
            is_listed |= plan->stores[k] == plan->choices[i].store;
        assert(is_listed);
    }
    assert(plan->visits_minor == visits);
    assert(plan->cost_minor == plan->goods_minor + visits + missing * request->missing_minor);
    assert(plan->bound_minor <= plan->cost_minor);
    assert(!plan->is_exact || plan->bound_minor == plan->cost_minor);
    assert(!is_known || (plan->is_exact ? plan->goods_minor == goods : plan->goods_minor >= goods));
}

static void check(struct sc_arena *arena, const struct sc_plan_request *request,
                  const struct sc_plan_answer *answer)
{
    for (size_t k = 0; k < request->max_stores; k++) {
        check_plan(arena, request, &answer->plans[k], k + 1);
        if (k > 0) /* one store more never costs more */
            assert(answer->plans[k].cost_minor <= answer->plans[k - 1].cost_minor);
    }
}

static bool answer_one(struct sc_json_in *in, struct sc_arena *arena, struct sc_str text,
                       struct sc_work_limit limit, struct sc_json_out *out)
{
    struct sc_wishes wishes;
    struct sc_plan_answer answer;

    if (sc_wishes_read(in, arena, text, &wishes) != SC_OK)
        return false;
    wishes.request.limit = limit;
    if (sc_plan_list(arena, &wishes.request, &answer) != SC_OK)
        return false;
    check(arena, &wishes.request, &answer);
    sc_wishes_write(out, &wishes, &answer);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_document(data, size, answer_one);
}
