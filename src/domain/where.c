#include "domain/where.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    TILL_LOOKS = 2000, /* at the work limit, by one till: some tens of milliseconds */
};

void sc_where_shelf_at(const struct sc_where_shelf *shelf, int64_t at_us,
                       struct sc_where_price *ret_price)
{
    bool is_on = at_us >= shelf->special_from_us && at_us <= shelf->special_to_us;

    ret_price->price_minor = shelf->price_minor;
    ret_price->regular_minor = shelf->regular_minor;
    ret_price->special = SC_WHERE_NO_SPECIAL;
    if (!shelf->is_special)
        return;
    if (is_on) {
        ret_price->special = SC_WHERE_SPECIAL_ON;
    } else if (shelf->regular_minor == 0) {
        ret_price->special = SC_WHERE_SPECIAL_OVER;
    } else {
        ret_price->price_minor = shelf->regular_minor;
        ret_price->regular_minor = 0;
    }
}

int64_t sc_where_special_low(const struct sc_where_price *price)
{
    int64_t low = price->low_said_minor;

    if (price->low_seen_minor != 0 && (low == 0 || price->low_seen_minor < low))
        low = price->low_seen_minor;
    return price->special != SC_WHERE_NO_SPECIAL && low != 0 && price->price_minor > low ? low : 0;
}

bool sc_where_is_doubtful(const struct sc_where_facts *facts, const struct sc_where_buy *buy)
{
    const struct sc_where_line *line = &facts->lines[buy->line];

    return line->confidence != SC_MATCH_HIGH || line->accepts[buy->accept].amount_is_doubtful;
}

static int compare_price(const void *key, const void *element)
{
    uint32_t item = *(const uint32_t *)key;
    const struct sc_where_price *price = element;

    return (item > price->item) - (item < price->item);
}

const struct sc_where_price *sc_where_price_of(const struct sc_where_store *store, uint32_t item)
{
    if (store->price_count == 0)
        return NULL;
    return bsearch(&item, store->prices, store->price_count, sizeof *store->prices, compare_price);
}

int64_t sc_where_shelf_minor(const struct sc_where_item *item, const struct sc_where_price *price,
                             int64_t amount)
{
    struct sc_basket_line line = {
        .is_weighed = item->is_weighed,
        .amount = amount,
        .price_minor = price->price_minor,
    };

    return sc_price_shelf(&line);
}

bool sc_where_cheapest_seller(const struct sc_where_facts *facts, uint32_t line,
                              struct sc_where_seller *ret_seller)
{
    struct sc_where_seller best = {.minor = INT64_MAX};

    for (uint32_t s = 0; s < facts->store_count; s++) {
        for (uint32_t a = 0; a < facts->lines[line].accept_count; a++) {
            const struct sc_where_accept *accept = &facts->lines[line].accepts[a];
            const struct sc_where_price *price = sc_where_price_of(&facts->stores[s], accept->item);
            if (price == NULL)
                continue;
            int64_t minor =
                sc_where_shelf_minor(&facts->items[accept->item], price, accept->amount);
            if (!facts->items[accept->item].is_weighed)
                minor += price->deposit_minor * accept->amount;
            if (minor < best.minor)
                best = (struct sc_where_seller){s, a, minor};
        }
    }
    if (best.minor == INT64_MAX)
        return false;
    *ret_seller = best;
    return true;
}

enum sc_where_gap sc_where_gap_of(const struct sc_where_facts *facts, uint32_t line,
                                  struct sc_where_seller *ret_seller)
{
    if (facts->lines[line].problem.at != NULL)
        return SC_WHERE_NOT_UNDERSTOOD;
    if (sc_where_cheapest_seller(facts, line, ret_seller))
        return SC_WHERE_NOT_WORTH_IT;
    if (facts->lines[line].guess_count == 0)
        return SC_WHERE_NOTHING_LIKE_IT;
    return facts->lines[line].accept_count > 0 ? SC_WHERE_NOT_SOLD : SC_WHERE_NOT_SURE;
}

/* The lines and stores as the planner takes them; accepts and prices keep their order. */
static enum sc_status plan_request_of(struct sc_arena *arena, const struct sc_where_facts *facts,
                                      struct sc_plan_request *ret_request)
{
    struct sc_plan_line *lines = sc_arena_array(arena, facts->line_count, sizeof *lines);
    struct sc_plan_store *stores = sc_arena_array(arena, facts->store_count, sizeof *stores);

    if (lines == NULL || stores == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < facts->line_count; i++) {
        const struct sc_where_line *line = &facts->lines[i];
        struct sc_plan_accept *accepts = sc_arena_array(arena, line->accept_count, sizeof *accepts);
        if (accepts == NULL)
            return SC_NO_MEMORY;
        for (size_t a = 0; a < line->accept_count; a++)
            accepts[a] = (struct sc_plan_accept){
                .product = line->accepts[a].item,
                .is_weighed = facts->items[line->accepts[a].item].is_weighed,
                .amount = line->accepts[a].amount,
            };
        lines[i] = (struct sc_plan_line){accepts, line->accept_count};
    }
    for (size_t s = 0; s < facts->store_count; s++) {
        const struct sc_where_store *store = &facts->stores[s];
        struct sc_plan_price *prices = sc_arena_array(arena, store->price_count, sizeof *prices);
        if (prices == NULL)
            return SC_NO_MEMORY;
        for (size_t p = 0; p < store->price_count; p++) {
            bool is_weighed = facts->items[store->prices[p].item].is_weighed;
            prices[p] = (struct sc_plan_price){
                .product = store->prices[p].item,
                .is_weighed = is_weighed,
                .price_minor = store->prices[p].price_minor,
                .deposit_minor = is_weighed ? 0 : store->prices[p].deposit_minor,
            };
        }
        stores[s] = (struct sc_plan_store){
            .visit_minor = store->visit_minor,
            .prices = prices,
            .price_count = store->price_count,
            .deals = store->deals,
            .deal_count = store->deal_count,
        };
    }
    ret_request->lines = lines;
    ret_request->stores = stores;
    return SC_OK;
}

/* What `plan` buys at `store`, in the order of the list. */
static enum sc_status buys_of(struct sc_arena *arena, const struct sc_where_facts *facts,
                              const struct sc_plan *plan, struct sc_where_visit *visit)
{
    const struct sc_where_store *store = &facts->stores[visit->store];
    struct sc_where_buy *buys = sc_arena_array(arena, facts->line_count, sizeof *buys);
    struct sc_basket_line *basket = sc_arena_array(arena, facts->line_count, sizeof *basket);

    if (buys == NULL || basket == NULL)
        return SC_NO_MEMORY;
    visit->buys = buys;
    visit->basket.lines = basket;
    for (uint32_t i = 0; i < facts->line_count; i++) {
        if (plan->choices[i].store != visit->store)
            continue;
        const struct sc_where_accept *accept = &facts->lines[i].accepts[plan->choices[i].accept];
        const struct sc_where_price *price = sc_where_price_of(store, accept->item);
        bool is_weighed = facts->items[accept->item].is_weighed;
        assert(price != NULL); /* the planner buys only what is sold */
        basket[visit->buy_count] = (struct sc_basket_line){
            .product = accept->item,
            .is_weighed = is_weighed,
            .amount = accept->amount,
            .price_minor = price->price_minor,
            .deposit_minor = is_weighed ? 0 : price->deposit_minor,
        };
        buys[visit->buy_count++] = (struct sc_where_buy){i, plan->choices[i].accept, price};
    }
    visit->basket.line_count = visit->buy_count;
    return SC_OK;
}

static bool looks_are_spent(void *context)
{
    int *left = context;

    return (*left)-- <= 0;
}

/* Each till has a limit of its own, however much the search for plans has spent. */
static enum sc_status ring_up(struct sc_arena *arena, const struct sc_price_request *basket,
                              struct sc_price_answer *ret_till)
{
    struct sc_price_request limited = *basket;
    int looks = TILL_LOOKS;

    limited.limit = (struct sc_work_limit){.is_spent = looks_are_spent, .context = &looks};
    return sc_price_basket(arena, &limited, ret_till);
}

/* The shopper, with every audience that some deal of the store is for. */
static enum sc_status with_cards(struct sc_arena *arena, const struct sc_price_request *basket,
                                 struct sc_shopper *ret_shopper)
{
    size_t count = basket->shopper.audience_count;

    for (size_t d = 0; d < basket->deal_count; d++)
        count += basket->deals[d].audience_count;
    struct sc_str *audiences = sc_arena_array(arena, count, sizeof *audiences);
    if (audiences == NULL)
        return SC_NO_MEMORY;
    count = 0;
    for (size_t i = 0; i < basket->shopper.audience_count; i++)
        audiences[count++] = basket->shopper.audiences[i];
    for (size_t d = 0; d < basket->deal_count; d++)
        for (size_t i = 0; i < basket->deals[d].audience_count; i++)
            audiences[count++] = basket->deals[d].audiences[i];
    *ret_shopper = basket->shopper;
    ret_shopper->audiences = audiences;
    ret_shopper->audience_count = count;
    return SC_OK;
}

static enum sc_status price_with_cards(struct sc_arena *arena, struct sc_where_visit *visit)
{
    struct sc_price_request basket = visit->basket;
    struct sc_price_answer till;

    basket.wants_nudges = false;
    enum sc_status st = with_cards(arena, &visit->basket, &basket.shopper);
    if (st == SC_OK)
        st = ring_up(arena, &basket, &till);
    if (st == SC_OK)
        visit->with_cards_minor =
            till.total_minor < visit->till.total_minor ? till.total_minor : visit->till.total_minor;
    return st;
}

static enum sc_status visit_of(struct sc_arena *arena, const struct sc_where_facts *facts,
                               const struct sc_plan *plan, struct sc_where_visit *visit)
{
    const struct sc_where_store *store = &facts->stores[visit->store];

    visit->basket = (struct sc_price_request){
        .deals = store->deals,
        .deal_count = store->deal_count,
        .shopper = facts->shopper,
        .at_us = facts->at_us,
        .wants_nudges = true,
    };
    enum sc_status st = buys_of(arena, facts, plan, visit);
    if (st == SC_OK)
        st = ring_up(arena, &visit->basket, &visit->till);
    return st == SC_OK ? price_with_cards(arena, visit) : st;
}

/* By distance, the unknown ones last. `stores` ascends, so equal ones keep their order. */
static void sort_visits(const struct sc_where_facts *facts, struct sc_where_visit *visits,
                        size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct sc_where_visit moving = visits[i];
        const struct sc_where_store *store = &facts->stores[moving.store];
        size_t to = i;
        while (to > 0) {
            const struct sc_where_store *before = &facts->stores[visits[to - 1].store];
            bool is_nearer = store->has_distance &&
                             (!before->has_distance || store->distance_m < before->distance_m);
            if (!is_nearer)
                break;
            visits[to] = visits[to - 1];
            to--;
        }
        visits[to] = moving;
    }
}

static enum sc_status prove(struct sc_arena *arena, const struct sc_where_facts *facts,
                            const struct sc_plan *plan, struct sc_where_plan *ret_plan)
{
    uint32_t *missing = sc_arena_array(arena, facts->line_count, sizeof *missing);
    struct sc_where_visit *visits = sc_arena_array(arena, plan->store_count, sizeof *visits);
    struct sc_where_plan proven = {
        .visits_minor = plan->visits_minor,
        .missing = missing,
        .visits = visits,
        .visit_count = plan->store_count,
        .is_exact = plan->is_exact,
        .bound_minor = plan->bound_minor,
    };

    if (missing == NULL || visits == NULL)
        return SC_NO_MEMORY;
    for (uint32_t i = 0; i < facts->line_count; i++)
        if (plan->choices[i].store == SC_PLAN_MISSING)
            missing[proven.missing_count++] = i;
    for (size_t v = 0; v < plan->store_count; v++) {
        visits[v].store = plan->stores[v];
        enum sc_status st = visit_of(arena, facts, plan, &visits[v]);
        if (st != SC_OK)
            return st;
        proven.goods_minor += visits[v].till.total_minor;
        proven.deposits_minor += visits[v].till.deposits_minor;
        proven.is_exact = proven.is_exact && visits[v].till.is_exact;
    }
    sort_visits(facts, visits, plan->store_count);
    proven.total_minor = proven.goods_minor + proven.visits_minor;
    proven.cost_minor = proven.total_minor + (int64_t)proven.missing_count * facts->missing_minor;
    *ret_plan = proven;
    return SC_OK;
}

static enum sc_status store_totals(struct sc_arena *arena, const struct sc_where_facts *facts,
                                   const struct sc_plan_answer *planned,
                                   const struct sc_where_store_total **ret_totals)
{
    struct sc_where_store_total *totals = sc_arena_array(arena, facts->store_count, sizeof *totals);

    if (totals == NULL)
        return SC_NO_MEMORY;
    for (size_t s = 0; s < facts->store_count; s++) {
        uint32_t *missing = sc_arena_array(arena, facts->line_count, sizeof *missing);
        if (missing == NULL)
            return SC_NO_MEMORY;
        totals[s] = (struct sc_where_store_total){
            .goods_minor = planned->stores[s].goods_minor,
            .is_exact = planned->stores[s].is_exact,
            .missing = missing,
        };
        for (uint32_t i = 0; i < facts->line_count; i++)
            if (!planned->stores[s].has_line[i])
                missing[totals[s].missing_count++] = i;
    }
    *ret_totals = totals;
    return SC_OK;
}

/* Each plan, proven at the tills. */
static enum sc_status make_plans(struct sc_arena *arena, const struct sc_where_facts *facts,
                                 const struct sc_plan_answer *planned, struct sc_where_plan *plans)
{
    enum sc_status st = SC_OK;

    for (size_t k = 0; k < facts->max_stores && st == SC_OK; k++)
        st = prove(arena, facts, &planned->plans[k], &plans[k]);
    return st;
}

enum sc_status sc_where_answer(struct sc_arena *arena, const struct sc_where_facts *facts,
                               struct sc_work_limit limit, struct sc_where_answer *ret_answer)
{
    struct sc_plan_request request = {
        .line_count = facts->line_count,
        .store_count = facts->store_count,
        .missing_minor = facts->missing_minor,
        .max_stores = facts->max_stores,
        .shopper = facts->shopper,
        .at_us = facts->at_us,
        .limit = limit,
    };
    struct sc_plan_answer planned;
    struct sc_where_answer answer = {.plan_count = facts->max_stores};
    struct sc_where_plan *plans = sc_arena_array(arena, facts->max_stores, sizeof *plans);

    assert(facts->line_count <= SC_PRICE_LINES_MAX && facts->store_count <= SC_PLAN_STORES_MAX);
    enum sc_status st = plan_request_of(arena, facts, &request);
    if (plans == NULL || st != SC_OK)
        return SC_NO_MEMORY;
    st = sc_plan_list(arena, &request, &planned);
    if (st == SC_OK)
        st = make_plans(arena, facts, &planned, plans);
    for (size_t k = 0; k < answer.plan_count && st == SC_OK; k++)
        if (plans[k].cost_minor < plans[answer.best].cost_minor)
            answer.best = k;
    if (st == SC_OK)
        st = store_totals(arena, facts, &planned, &answer.stores);
    if (st != SC_OK)
        return st;
    answer.plans = plans;
    *ret_answer = answer;
    return SC_OK;
}
