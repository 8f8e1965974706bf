/*
 * price - CPU time of pricing an ordinary basket: 40 lines, 60 deals.
 *
 * "Ordinary" is the pricing contract's section 3: half the deals are sale
 * prices of one product, four in ten are N for M, most of those over 2-6
 * products; a few percent, cheapest-of, buy-get and weight deals; one in fifty
 * has a threshold.
 */
#include <stdio.h>
#include <stdlib.h>

#include "domain/price.h"
#include "runtime/deadline.h"

enum {
    BASKETS = 400,
    LINES = 40,
    DEALS = 60,
    ITEMS_MAX = 6,
    SHELF = 400, /* products of the shop, where deals are over some that are not bought */
    BUDGET_US = 200 * 1000,
    ARENA_CAP = 1 << 28,
};

/* Which products a deal is over. */
struct shape {
    const char *name;
    bool is_scattered; /* any, else neighbours: a brand's kinds */
    uint32_t shelf;    /* products that the deal's others are drawn from */
};

static const struct shape shapes[] = {
    {"neighbours", false, LINES},
    {"any bought", true, LINES},
    {"any in shop", true, SHELF},
};

struct basket {
    const struct shape *shape;
    struct sc_basket_line lines[LINES];
    struct sc_deal deals[DEALS];
    uint32_t items[DEALS][ITEMS_MAX];
    struct sc_price_request request;
    int64_t until_us;
};

static uint64_t random_state = 88172645463325252u;

static int64_t below(int64_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (int64_t)((random_state >> 20) % (uint64_t)limit);
}

static bool is_spent(void *context)
{
    return sc_cpu_us() > ((const struct basket *)context)->until_us;
}

static enum sc_deal_kind ordinary_kind(void)
{
    static const enum sc_deal_kind rare[] = {SC_DEAL_PERCENT_OFF, SC_DEAL_CHEAPEST_PERCENT_OFF,
                                             SC_DEAL_BUY_GET, SC_DEAL_WEIGHT_PRICE};

    return below(10) < 9 ? SC_DEAL_BUNDLE_TOTAL : rare[below((int64_t)SC_COUNT(rare))];
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Distinct products, `first` among them, sorted. */
static size_t take_items(const struct basket *b, uint32_t first, size_t wanted, uint32_t *items)
{
    size_t count = 1;

    items[0] = first;
    while (count < wanted) {
        uint32_t next = b->shape->is_scattered ? (uint32_t)below(b->shape->shelf)
                                               : (first + (uint32_t)count) % LINES;
        bool is_new = true;
        for (size_t i = 0; i < count; i++)
            is_new = is_new && items[i] != next;
        if (is_new)
            items[count++] = next;
    }
    qsort(items, count, sizeof *items, by_number);
    return count;
}

static void make_deal(struct basket *b, size_t d)
{
    enum sc_deal_kind kind = ordinary_kind();
    bool is_sale = kind == SC_DEAL_BUNDLE_TOTAL && below(9) < 5;
    size_t items = is_sale ? 1 : 2 + (size_t)below(5);
    uint32_t first = (uint32_t)below(LINES);
    int64_t price = b->lines[first].price_minor;
    int64_t count = is_sale || kind == SC_DEAL_PERCENT_OFF ? 1 : 2 + below(2);
    bool is_percent = kind == SC_DEAL_PERCENT_OFF || kind == SC_DEAL_CHEAPEST_PERCENT_OFF;

    items = take_items(b, first, items, b->items[d]);
    b->deals[d] = (struct sc_deal){
        .kind = kind,
        .count = count,
        .get = 1,
        .value = is_percent ? 1000 + below(5000) : price * count * (70 + below(25)) / 100,
        .min_grams = 1,
        .max_grams = SC_DEAL_NO_LIMIT,
        .max_uses = SC_DEAL_NO_LIMIT,
        .max_units = SC_DEAL_NO_LIMIT,
        .basket_min = below(50) == 0 ? 20000 : SC_DEAL_NO_MIN,
        .starts_us = SC_DEAL_ALWAYS_FROM,
        .ends_us = SC_DEAL_ALWAYS_TO,
        .items = b->items[d],
        .item_count = items,
    };
    if (kind == SC_DEAL_BUY_GET)
        b->deals[d].value = 0;
}

static void make_basket(struct basket *b, bool wants_nudges)
{
    for (uint32_t i = 0; i < LINES; i++) {
        bool is_weighed = below(10) == 0;
        b->lines[i] = (struct sc_basket_line){
            .product = i,
            .is_weighed = is_weighed,
            .amount = is_weighed ? 100 + below(2000) : 1 + below(3),
            .price_minor = 100 + below(3000),
        };
    }
    for (size_t d = 0; d < DEALS; d++)
        make_deal(b, d);
    b->request = (struct sc_price_request){
        .lines = b->lines,
        .line_count = LINES,
        .deals = b->deals,
        .deal_count = DEALS,
        .wants_nudges = wants_nudges,
        .limit = {is_spent, b},
    };
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int measure(struct sc_arena *arena, const struct shape *shape, bool wants_nudges)
{
    static struct basket basket;
    int64_t times[BASKETS];
    int exact = 0;
    int64_t sum = 0;

    basket.shape = shape;
    for (size_t n = 0; n < BASKETS; n++) {
        struct sc_arena_mark mark = sc_arena_mark(arena);
        struct sc_price_answer answer;
        make_basket(&basket, wants_nudges);
        int64_t start = sc_cpu_us();
        basket.until_us = start + BUDGET_US;
        if (sc_price_basket(arena, &basket.request, &answer) != SC_OK)
            return 1;
        times[n] = sc_cpu_us() - start;
        sum += times[n];
        exact += answer.is_exact;
        sc_arena_rewind(arena, mark);
    }
    qsort(times, BASKETS, sizeof *times, by_size);
    printf("%-12s %s nudges: CPU ms mean %.3f, median %.3f, p99 %.3f, most %.3f; exact %d of %d\n",
           shape->name, wants_nudges ? "with   " : "without", (double)sum / BASKETS / 1e3,
           (double)times[BASKETS / 2] / 1e3, (double)times[BASKETS * 99 / 100] / 1e3,
           (double)times[BASKETS - 1] / 1e3, exact, BASKETS);
    return 0;
}

int main(void)
{
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);

    if (arena == NULL)
        return 1;
    int code = 0;
    for (size_t i = 0; i < SC_COUNT(shapes) * 2 && code == 0; i++)
        code = measure(arena, &shapes[i / 2], i % 2 == 1);
    sc_arena_destroy(arena);
    return code;
}
