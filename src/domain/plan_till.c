#include "domain/plan_till.h"

static struct sc_basket_line basket_line(const struct plan_work *work, const struct plan_till *till,
                                         const struct plan_offer *offer)
{
    const struct sc_plan_price *price = &till->store->prices[offer->price];

    return (struct sc_basket_line){
        .product = price->product,
        .is_weighed = price->is_weighed,
        .amount = work->request->lines[offer->line].accepts[offer->accept].amount,
        .price_minor = price->price_minor,
        .deposit_minor = price->deposit_minor,
    };
}

static struct plan_bill shelf_bill(const struct plan_offer *const *offers, size_t count)
{
    struct plan_bill bill = {0};

    for (size_t i = 0; i < count; i++) {
        bill.goods += offers[i]->shelf_minor;
        bill.deposits += offers[i]->deposit_minor;
    }
    return bill;
}

struct plan_bill sc_plan_ring_up(struct plan_work *work, const struct plan_till *till,
                                 const struct plan_offer *const *offers, size_t count)
{
    struct plan_bill bill = shelf_bill(offers, count);
    struct sc_arena_mark mark = sc_arena_mark(work->arena);
    struct sc_basket_line *lines = sc_plan_array(work, count, sizeof *lines);

    if (lines == NULL)
        return bill;
    for (size_t i = 0; i < count; i++)
        lines[i] = basket_line(work, till, offers[i]);

    struct sc_price_request request = {
        .lines = lines,
        .line_count = count,
        .deals = till->deals,
        .deal_count = till->deal_count,
        .shopper = work->request->shopper,
        .at_us = work->request->at_us,
        .no_search = work->request->no_search || work->is_spent,
        .limit = work->request->limit,
    };
    struct sc_price_answer answer;
    enum sc_status st = sc_price_basket(work->arena, &request, &answer);

    if (st == SC_OK) {
        bill.goods = answer.total_minor - answer.deposits_minor;
        bill.goods_bound = answer.bound_minor - answer.deposits_minor;
    } else {
        work->status = st;
        work->is_spent = true;
    }
    sc_arena_rewind(work->arena, mark);
    return bill;
}
