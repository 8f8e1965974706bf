/* The engine against trying everything, on baskets small enough for that. */
#include <stdlib.h>

#include "property/brute_price.h"
#include "property/random_deal.h"
#include "testing/unit.h"

enum {
    CASES = 30000,
    NUDGE_CASES = 10000,
    LARGER_CASES = 10000,
    PRODUCTS = 4,
    DEALS_MAX = 4,
    UNITS_MAX = 8,
    LARGER_UNITS_MAX = SC_PRICE_EXACT_UNITS,
};

struct basket {
    struct sc_price_request request;
    struct sc_basket_line lines[LARGER_UNITS_MAX];
    struct sc_deal deals[DEALS_MAX];
    uint32_t items[DEALS_MAX][PRODUCTS];
    uint32_t gets[DEALS_MAX][PRODUCTS];
};

static void make_lines(struct random *r, struct basket *b, int64_t units)
{
    int64_t scale = one_in(r, 2) ? 12 : 1000; /* small prices make ties and thresholds bite */
    int64_t prices[PRODUCTS];
    bool is_weighed[PRODUCTS];

    for (size_t p = 0; p < PRODUCTS; p++) {
        prices[p] = below(r, scale);
        is_weighed[p] = one_in(r, 4);
    }
    while (units > 0) {
        uint32_t product = (uint32_t)below(r, PRODUCTS);
        int64_t take = 1 + below(r, units < 3 ? units : 3);
        struct sc_basket_line *line = &b->lines[b->request.line_count++];
        *line = (struct sc_basket_line){
            .product = product,
            .is_weighed = is_weighed[product],
            .amount = is_weighed[product] ? 1 + below(r, 3000) : take,
            .price_minor = prices[product],
            .deposit_minor = !is_weighed[product] && one_in(r, 4) ? below(r, 30) : 0,
        };
        units -= is_weighed[product] ? 1 : take;
    }
}

static void make_deal(struct random *r, struct basket *b, size_t d)
{
    enum sc_deal_kind kind = (enum sc_deal_kind)below(r, SC_DEAL_UNPRICED + 1);
    int64_t price = b->lines[below(r, (int64_t)b->request.line_count)].price_minor;

    b->deals[d] = random_deal(r, kind, price, PRODUCTS, b->items[d], b->gets[d]);
}

static void make_basket(struct random *r, struct basket *b, int64_t units)
{
    *b = (struct basket){0};
    make_lines(r, b, 1 + below(r, units));
    b->request.lines = b->lines;
    b->request.deals = b->deals;
    b->request.deal_count = (size_t)below(r, DEALS_MAX + 1);
    for (size_t d = 0; d < b->request.deal_count; d++)
        make_deal(r, b, d);
}

static void print_basket(const struct basket *b, int number)
{
    print_error("case %d\n", number);
    for (size_t i = 0; i < b->request.line_count; i++) {
        const struct sc_basket_line *l = &b->lines[i];
        print_error("  product %u %s %lld at %lld deposit %lld\n", l->product,
                    l->is_weighed ? "grams" : "units", (long long)l->amount,
                    (long long)l->price_minor, (long long)l->deposit_minor);
    }
    for (size_t d = 0; d < b->request.deal_count; d++) {
        const struct sc_deal *x = &b->deals[d];
        print_error("  %.*s count %lld get %lld value %lld grams %lld..%lld uses %lld units %lld"
                    " min %lld own %d items",
                    SC_STR_ARGS(sc_deal_kind_name(x->kind)), (long long)x->count, (long long)x->get,
                    (long long)x->value, (long long)x->min_grams, (long long)x->max_grams,
                    (long long)x->max_uses, (long long)x->max_units, (long long)x->basket_min,
                    x->basket_min_counts_own);
        for (size_t i = 0; i < x->item_count; i++)
            print_error(" %u", x->items[i]);
        for (size_t i = 0; i < x->get_item_count; i++)
            print_error(" get %u", x->get_items[i]);
        print_error("\n");
    }
}

/* The answer's parts add up, and each use is one that the deal allows. */
static bool adds_up(const struct basket *b, const struct sc_price_answer *a)
{
    int64_t sum = a->deposits_minor;
    int64_t shelf = sum;

    for (size_t i = 0; i < b->request.line_count; i++) {
        sum += a->lines[i].pays_minor;
        shelf += a->lines[i].shelf_minor;
    }
    for (size_t i = 0; i < a->use_count; i++) {
        const struct sc_price_use *use = &a->uses[i];
        if (use->take_count == 0)
            sum -= use->saves_minor;
        else if (use->saves_minor < 0 ||
                 !brute_can_use(&b->request, use->deal, use->times, use->takes, use->take_count,
                                use->pays_minor))
            return false;
    }
    return sum == a->total_minor && shelf == a->shelf_total_minor;
}

static void the_total_is_the_least_there_is(void **state)
{
    struct random r = {20261124};
    struct sc_arena_mark mark = sc_arena_mark(*state);

    for (int n = 0; n < random_cases(CASES); n++) {
        struct basket b;
        struct sc_price_answer answer;
        make_basket(&r, &b, UNITS_MAX);
        assert_int_equal(sc_price_basket(*state, &b.request, &answer), SC_OK);
        int64_t least = brute_price(&b.request);
        if (answer.total_minor != least || !answer.is_exact || !adds_up(&b, &answer)) {
            print_basket(&b, n);
            fail_msg("got %lld, want %lld", (long long)answer.total_minor, (long long)least);
        }
        sc_arena_rewind(*state, mark);
    }
}

/* What the contract says of nudges, literally. */
static struct sc_price_nudge brute_nudge(struct basket *b, uint32_t d, int64_t present)
{
    enum sc_deal_kind kind = b->deals[d].kind;
    bool has_count = kind != SC_DEAL_WEIGHT_PRICE && !sc_deal_is_basket_kind(kind);
    struct sc_price_nudge best = {.deal = d};

    for (int64_t add = 1; add <= (has_count ? b->deals[d].count : 1); add++)
        for (uint32_t i = 0; i < b->request.line_count; i++) {
            if (b->lines[i].is_weighed)
                continue;
            b->lines[i].amount += add;
            int64_t total = brute_price(&b->request);
            b->deals[d].kind = SC_DEAL_UNPRICED;
            bool counts = total < present && brute_price(&b->request) > total;
            b->deals[d].kind = kind;
            b->lines[i].amount -= add;
            if (counts && (best.add_units == 0 || total < best.total_minor))
                best = (struct sc_price_nudge){d, i, add, total};
        }
    return best;
}

static void nudges_are_the_best_candidates(void **state)
{
    struct random r = {77};
    struct sc_arena_mark mark = sc_arena_mark(*state);

    for (int n = 0; n < random_cases(NUDGE_CASES); n++) {
        struct basket b;
        struct sc_price_answer answer;
        size_t at = 0;
        make_basket(&r, &b, 4);
        b.request.wants_nudges = true;
        assert_int_equal(sc_price_basket(*state, &b.request, &answer), SC_OK);
        for (uint32_t d = 0; d < b.request.deal_count; d++) {
            if (b.deals[d].kind == SC_DEAL_UNPRICED ||
                !sc_deal_is_available(&b.deals[d], &b.request.shopper, 0))
                continue;
            struct sc_price_nudge want = brute_nudge(&b, d, answer.total_minor);
            if (want.add_units == 0)
                continue;
            const struct sc_price_nudge *got =
                at < answer.nudge_count ? &answer.nudges[at++] : &(struct sc_price_nudge){0};
            if (got->deal != d || got->line != want.line || got->add_units != want.add_units ||
                got->total_minor != want.total_minor) {
                print_basket(&b, n);
                fail_msg("deal %u: got line %u +%lld = %lld, want line %u +%lld = %lld", d,
                         got->line, (long long)got->add_units, (long long)got->total_minor,
                         want.line, (long long)want.add_units, (long long)want.total_minor);
            }
        }
        assert_int_equal(at, answer.nudge_count);
        sc_arena_rewind(*state, mark);
    }
}

static void shuffle_lines(struct random *r, struct basket *b)
{
    for (size_t i = b->request.line_count; i > 1; i--) {
        size_t other = (size_t)below(r, (int64_t)i);
        struct sc_basket_line line = b->lines[i - 1];
        b->lines[i - 1] = b->lines[other];
        b->lines[other] = line;
    }
}

static void shuffle_deals(struct random *r, struct basket *b)
{
    for (size_t i = b->request.deal_count; i > 1; i--) {
        size_t other = (size_t)below(r, (int64_t)i);
        struct sc_deal deal = b->deals[i - 1];
        b->deals[i - 1] = b->deals[other];
        b->deals[other] = deal;
    }
}

/* Too large to try everything: but what must not matter does not, and a deal less never helps. */
static void order_does_not_matter_and_deals_never_harm(void **state)
{
    struct random r = {4711};
    struct sc_arena_mark mark = sc_arena_mark(*state);

    for (int n = 0; n < random_cases(LARGER_CASES); n++) {
        struct basket b;
        struct sc_price_answer first, shuffled, fewer;
        make_basket(&r, &b, LARGER_UNITS_MAX);
        assert_int_equal(sc_price_basket(*state, &b.request, &first), SC_OK);
        shuffle_deals(&r, &b);
        bool weighs_in_order = false; /* max_grams goes by the basket's order */
        for (size_t d = 0; d < b.request.deal_count; d++)
            weighs_in_order = weighs_in_order || (b.deals[d].kind == SC_DEAL_WEIGHT_PRICE &&
                                                  b.deals[d].max_grams != SC_DEAL_NO_LIMIT);
        if (!weighs_in_order)
            shuffle_lines(&r, &b);
        assert_int_equal(sc_price_basket(*state, &b.request, &shuffled), SC_OK);
        if (!first.is_exact || !shuffled.is_exact || first.total_minor != shuffled.total_minor) {
            print_basket(&b, n);
            fail_msg("got %lld, and %lld in another order", (long long)first.total_minor,
                     (long long)shuffled.total_minor);
        }
        b.request.deal_count -= b.request.deal_count > 0 ? 1 : 0;
        assert_int_equal(sc_price_basket(*state, &b.request, &fewer), SC_OK);
        assert_true(fewer.total_minor >= first.total_minor);
        sc_arena_rewind(*state, mark);
    }
}

UNIT_TESTS(a_test(the_total_is_the_least_there_is), a_test(nudges_are_the_best_candidates),
           a_test(order_does_not_matter_and_deals_never_harm))
