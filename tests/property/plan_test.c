/* The planner against trying everything, on lists short enough for that. */
#include "property/brute_plan.h"
#include "property/brute_price.h"
#include "property/random_deal.h"
#include "testing/unit.h"

enum {
    CASES = 30000, /* baskets priced by the engine */
    LARGER_CASES = 3000,
    BRUTE_CASES = 5000, /* baskets priced by brute force too */
    PRODUCTS = 6,
    DEALS_MAX = 4,
    STORES_ASKED_MAX = 5, /* also more than there are */
};

struct shape {
    int64_t lines, stores, units; /* at most */
};

struct wishes {
    struct sc_plan_request request;
    struct sc_plan_line lines[BRUTE_PLAN_LINES];
    struct sc_plan_accept accepts[BRUTE_PLAN_LINES][BRUTE_PLAN_ACCEPTS];
    struct sc_plan_store stores[BRUTE_PLAN_STORES];
    struct sc_plan_price prices[BRUTE_PLAN_STORES][PRODUCTS];
    struct sc_deal deals[BRUTE_PLAN_STORES][DEALS_MAX];
    uint32_t items[BRUTE_PLAN_STORES][DEALS_MAX][PRODUCTS];
    uint32_t gets[BRUTE_PLAN_STORES][DEALS_MAX][PRODUCTS];
};

static void make_deal(struct random *r, struct wishes *w, size_t s, size_t d)
{
    enum sc_deal_kind kind =
        one_in(r, 2) ? SC_DEAL_BUNDLE_TOTAL : (enum sc_deal_kind)below(r, SC_DEAL_UNPRICED + 1);
    const struct sc_plan_store *store = &w->stores[s];
    int64_t price = store->prices[below(r, (int64_t)store->price_count)].price_minor;

    w->deals[s][d] = random_deal(r, kind, price, PRODUCTS, w->items[s][d], w->gets[s][d]);
}

static void make_store(struct random *r, struct wishes *w, size_t s, const bool *is_weighed)
{
    int64_t scale = one_in(r, 2) ? 12 : 1000; /* small prices make ties and thresholds bite */
    struct sc_plan_store *store = &w->stores[s];

    store->prices = w->prices[s];
    store->deals = w->deals[s];
    store->visit_minor = one_in(r, 3) ? 0 : below(r, scale);
    for (uint32_t p = 0; p < PRODUCTS; p++) {
        bool weighs = one_in(r, 15) ? !is_weighed[p] : is_weighed[p];
        if (one_in(r, 5) && !(p + 1 == PRODUCTS && store->price_count == 0))
            continue;
        w->prices[s][store->price_count++] = (struct sc_plan_price){
            .product = p,
            .is_weighed = weighs,
            .price_minor = below(r, scale),
            .deposit_minor = !weighs && one_in(r, 4) ? below(r, 30) : 0,
        };
    }
    store->deal_count = (size_t)below(r, DEALS_MAX + 1);
    for (size_t d = 0; d < store->deal_count; d++)
        make_deal(r, w, s, d);
}

static void make_line(struct random *r, struct wishes *w, size_t line, const bool *is_weighed,
                      int64_t units)
{
    struct sc_plan_accept *accepts = w->accepts[line];
    size_t count = 0;
    int64_t wanted = 1 + below(r, BRUTE_PLAN_ACCEPTS);
    uint32_t first = (uint32_t)below(r, PRODUCTS);

    for (uint32_t i = 0; (int64_t)count < wanted; i++) {
        uint32_t p = (first + i) % PRODUCTS;
        accepts[count++] = (struct sc_plan_accept){
            .product = p,
            .is_weighed = is_weighed[p],
            .amount = is_weighed[p] ? 1 + below(r, 3000) : 1 + below(r, units),
        };
    }
    w->lines[line] = (struct sc_plan_line){.accepts = accepts, .accept_count = count};
}

static void make_wishes(struct random *r, struct wishes *w, const struct shape *shape)
{
    bool is_weighed[PRODUCTS];

    *w = (struct wishes){0};
    for (size_t p = 0; p < PRODUCTS; p++)
        is_weighed[p] = one_in(r, 5);
    w->request = (struct sc_plan_request){
        .lines = w->lines,
        .line_count = (size_t)(1 + below(r, shape->lines)),
        .stores = w->stores,
        .store_count = (size_t)(1 + below(r, shape->stores)),
        .missing_minor = one_in(r, 8) ? 0 : below(r, one_in(r, 2) ? 30 : 3000),
        .max_stores = (uint32_t)(1 + below(r, STORES_ASKED_MAX)),
    };
    for (size_t line = 0; line < w->request.line_count; line++)
        make_line(r, w, line, is_weighed, shape->units);
    for (size_t s = 0; s < w->request.store_count; s++) {
        make_store(r, w, s, is_weighed);
        if (s > 0 && one_in(r, 6)) /* twins make ties */
            w->stores[s] = w->stores[s - 1];
    }
}

static int64_t engine_price(const struct sc_price_request *request)
{
    static struct sc_arena *arena;
    struct sc_price_answer answer;

    if (arena == NULL)
        arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    struct sc_arena_mark mark = sc_arena_mark(arena);
    assert_int_equal(sc_price_basket(arena, request, &answer), SC_OK);
    assert_true(answer.is_exact);
    int64_t total = answer.total_minor;
    sc_arena_rewind(arena, mark);
    return total;
}

/* The choices are allowed, and cost what the plan says. */
static bool adds_up(const struct sc_plan_request *rq, brute_price_fn price,
                    const struct sc_plan *plan)
{
    int64_t goods = 0;
    int64_t visits = 0;
    int64_t missing = 0;
    size_t on_list = 0;

    for (uint32_t s = 0; s < rq->store_count; s++) {
        bool is_visited = false;
        for (size_t line = 0; line < rq->line_count; line++)
            is_visited |= plan->choices[line].store == s;
        if (!is_visited)
            continue;
        if (on_list == plan->store_count || plan->stores[on_list++] != s)
            return false;
        goods += brute_plan_goods(rq, price, s, plan->choices);
        visits += rq->stores[s].visit_minor;
    }
    for (size_t line = 0; line < rq->line_count; line++) {
        const struct sc_plan_choice *c = &plan->choices[line];
        if (c->store == SC_PLAN_MISSING)
            missing += rq->missing_minor;
        else if (!brute_plan_sells(rq, c->store, line, c->accept))
            return false;
    }
    return on_list == plan->store_count && goods == plan->goods_minor &&
           visits == plan->visits_minor && goods + visits + missing == plan->cost_minor;
}

static void check_plans(const struct wishes *w, brute_price_fn price,
                        const struct sc_plan_answer *answer, int number)
{
    struct brute_plan plans[STORES_ASKED_MAX];
    int64_t totals[BRUTE_PLAN_STORES];

    brute_plan(&w->request, price, plans, totals);
    for (size_t k = 0; k < w->request.max_stores; k++) {
        const struct sc_plan *got = &answer->plans[k];
        const struct brute_plan *want = &plans[k];
        bool is_same = got->cost_minor == want->cost && got->goods_minor == want->goods &&
                       got->store_count == want->store_count && got->is_exact &&
                       got->bound_minor == got->cost_minor && adds_up(&w->request, price, got);
        for (size_t i = 0; is_same && i < want->store_count; i++)
            is_same = got->stores[i] == want->stores[i];
        if (!is_same)
            fail_msg("case %d, %zu stores: cost %lld goods %lld (%zu stores, exact %d), "
                     "not %lld and %lld (%zu stores)",
                     number, k + 1, (long long)got->cost_minor, (long long)got->goods_minor,
                     got->store_count, got->is_exact, (long long)want->cost, (long long)want->goods,
                     want->store_count);
    }
    for (size_t s = 0; s < w->request.store_count; s++)
        if (answer->stores[s].goods_minor != totals[s] || !answer->stores[s].is_exact)
            fail_msg("case %d, store %zu: all it sells is %lld, not %lld", number, s,
                     (long long)answer->stores[s].goods_minor, (long long)totals[s]);
}

static void run_cases(struct sc_arena *arena, int cases, const struct shape *shape,
                      brute_price_fn price)
{
    struct random r = {.state = 0x5eed + (uint64_t)cases};
    static struct wishes w;

    for (int i = 0; i < random_cases(cases); i++) {
        struct sc_arena_mark mark = sc_arena_mark(arena);
        struct sc_plan_answer answer;

        make_wishes(&r, &w, shape);
        assert_int_equal(sc_plan_list(arena, &w.request, &answer), SC_OK);
        check_plans(&w, price, &answer, i);
        sc_arena_rewind(arena, mark);
    }
}

static void every_plan_is_the_best_of_all_assignments(void **state)
{
    const struct shape shape = {.lines = 4, .stores = 3, .units = 3};

    run_cases(*state, CASES, &shape, engine_price);
}

static void longer_lists_too(void **state)
{
    const struct shape shape = {.lines = 5, .stores = 4, .units = 4};

    run_cases(*state, LARGER_CASES, &shape, engine_price);
}

static void it_is_the_best_too_when_baskets_are_priced_by_trying_everything(void **state)
{
    const struct shape shape = {.lines = 3, .stores = 3, .units = 2};

    run_cases(*state, BRUTE_CASES, &shape, brute_price);
}

UNIT_TESTS(a_test(every_plan_is_the_best_of_all_assignments), a_test(longer_lists_too),
           a_test(it_is_the_best_too_when_baskets_are_priced_by_trying_everything))
