/*
 * How long a plan takes: random lists of the size that the pricing contract
 * names (section 3), with ordinary deals, in CPU time of one core.
 *
 *     bench_plan [LISTS [SEED [SORT]]]     100 lists of each sort by default
 *
 * Each list is planned with the default budget of 200 ms. "exact" counts lists
 * whose every plan and every store's total is exact.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/macros.h"
#include "domain/plan.h"

enum {
    ARENA_CAP = 1024 * 1024 * 1024,
    BUDGET_US = 200 * 1000,
    LISTS = 100,
    LINES_MAX = 60,
    ACCEPTS = 3,
    PRODUCTS_MAX = LINES_MAX * ACCEPTS,
    STORES_MAX = 200,
    DEALS = 10,
    ITEMS_MAX = 6,
};

/* A sort of lists. */
struct sort {
    const char *name;
    size_t stores;
    uint32_t max_stores;
    uint32_t products;     /* fewer than lines * ACCEPTS: lines accept the same ones */
    bool takes_neighbours; /* a deal's products are alike, else any */
};

static const struct sort sorts[] = {
    {"40 stores, up to 3, deals over like products", 40, 3, PRODUCTS_MAX, true},
    {"40 stores, up to 3, deals over any products", 40, 3, PRODUCTS_MAX, false},
    {"40 stores, up to 3, lines share products", 40, 3, PRODUCTS_MAX / 2, true},
    {"40 stores, up to 3, shared, deals over any", 40, 3, PRODUCTS_MAX / 2, false},
    {"40 stores, up to 5, deals over like products", 40, 5, PRODUCTS_MAX, true},
    {"200 stores, up to 3, deals over like products", 200, 3, PRODUCTS_MAX, true},
};

struct random {
    uint64_t state;
};

/* xorshift64*, so that a seed is the same everywhere. */
static int64_t below(struct random *r, int64_t limit)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return (int64_t)((r->state * 0x2545f4914f6cdd1du >> 33) % (uint64_t)limit);
}

static bool one_in(struct random *r, int64_t n)
{
    return below(r, n) == 0;
}

struct world {
    struct sc_plan_request request;
    struct sc_plan_line lines[LINES_MAX];
    struct sc_plan_accept accepts[LINES_MAX][ACCEPTS];
    bool is_weighed[PRODUCTS_MAX];
    int64_t usual[PRODUCTS_MAX]; /* price, per unit or kg */
    struct sc_plan_store stores[STORES_MAX];
    struct sc_plan_price prices[STORES_MAX][PRODUCTS_MAX];
    struct sc_deal deals[STORES_MAX][DEALS];
    uint32_t items[STORES_MAX][DEALS][ITEMS_MAX];
};

/* One line in seven is weighed; its products are all weighed. */
static void make_lines(struct random *r, struct world *w, const struct sort *sort)
{
    for (uint32_t p = 0; p < sort->products; p++) {
        w->is_weighed[p] = p / ACCEPTS % 7 == 6;
        w->usual[p] = p % ACCEPTS == 0 ? 300 + below(r, 2500)
                                       : w->usual[p - p % ACCEPTS] * (80 + below(r, 50)) / 100;
    }
    for (size_t line = 0; line < LINES_MAX; line++) {
        bool is_weighed = line % 7 == 6;
        int64_t amount = is_weighed ? 200 + below(r, 1500) : 1 + below(r, 3);
        uint32_t first = (uint32_t)line * ACCEPTS % sort->products;

        for (uint32_t i = 0; i < ACCEPTS; i++) {
            uint32_t p = first + i;

            if (sort->products < PRODUCTS_MAX)
                do
                    p = (uint32_t)below(r, sort->products / ACCEPTS) * ACCEPTS + i;
                while (w->is_weighed[p] != is_weighed);
            w->accepts[line][i] =
                (struct sc_plan_accept){.product = p, .is_weighed = is_weighed, .amount = amount};
        }
        w->lines[line] = (struct sc_plan_line){w->accepts[line], ACCEPTS};
    }
}

static enum sc_deal_kind kind_of(struct random *r)
{
    static const enum sc_deal_kind rest[] = {SC_DEAL_PERCENT_OFF, SC_DEAL_CHEAPEST_PERCENT_OFF,
                                             SC_DEAL_BUY_GET, SC_DEAL_WEIGHT_PRICE};
    int64_t at = below(r, 10);

    return at < 9 ? SC_DEAL_BUNDLE_TOTAL : rest[below(r, SC_COUNT(rest))];
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static size_t take_items(struct random *r, const struct world *w, const struct sort *sort,
                         enum sc_deal_kind kind, size_t wanted, uint32_t *items)
{
    uint32_t first;
    size_t count = 0;

    do
        first = (uint32_t)below(r, sort->products);
    while (w->is_weighed[first] != (kind == SC_DEAL_WEIGHT_PRICE));
    items[count++] = first;
    for (size_t tries = 0; count < wanted && tries < 100; tries++) {
        uint32_t p =
            sort->takes_neighbours ? first + (uint32_t)count : (uint32_t)below(r, sort->products);
        bool is_new = p < sort->products && w->is_weighed[p] == w->is_weighed[first];

        for (size_t i = 0; is_new && i < count; i++)
            is_new = items[i] != p;
        if (is_new)
            items[count++] = p;
    }
    qsort(items, count, sizeof *items, by_number);
    return count;
}

static void make_deal(struct random *r, struct world *w, const struct sort *sort, size_t s,
                      size_t d)
{
    struct sc_deal *deal = &w->deals[s][d];
    enum sc_deal_kind kind = kind_of(r);
    bool is_sale = kind == SC_DEAL_BUNDLE_TOTAL && below(r, 9) < 5;
    size_t wanted = is_sale || one_in(r, 5) ? 1 : 2 + (size_t)below(r, 5);

    *deal = (struct sc_deal){
        .kind = kind,
        .count = is_sale || kind == SC_DEAL_PERCENT_OFF ? 1 : 2 + below(r, 2),
        .get = 1,
        .min_grams = 1,
        .max_grams = SC_DEAL_NO_LIMIT,
        .max_uses = one_in(r, 10) ? 2 : SC_DEAL_NO_LIMIT,
        .max_units = SC_DEAL_NO_LIMIT,
        .basket_min = one_in(r, 50) ? 10000 + below(r, 20000) : SC_DEAL_NO_MIN,
        .starts_us = SC_DEAL_ALWAYS_FROM,
        .ends_us = SC_DEAL_ALWAYS_TO,
        .items = w->items[s][d],
    };
    deal->item_count = take_items(r, w, sort, kind, wanted, w->items[s][d]);

    int64_t price = w->usual[deal->items[0]];

    if (kind == SC_DEAL_BUNDLE_TOTAL)
        deal->value = deal->count * price * (65 + below(r, 25)) / 100;
    else if (kind == SC_DEAL_WEIGHT_PRICE)
        deal->value = price * (70 + below(r, 20)) / 100;
    else if (kind != SC_DEAL_BUY_GET)
        deal->value = kind == SC_DEAL_PERCENT_OFF ? 1000 + below(r, 3000) : 5000;
}

static void make_world(struct random *r, struct world *w, const struct sort *sort)
{
    *w = (struct world){0};
    make_lines(r, w, sort);
    for (size_t s = 0; s < sort->stores; s++) {
        struct sc_plan_store *store = &w->stores[s];
        int64_t level = 90 + below(r, 25);

        store->visit_minor = 200 + below(r, 1000);
        store->prices = w->prices[s];
        store->deals = w->deals[s];
        store->deal_count = DEALS;
        for (uint32_t p = 0; p < sort->products; p++)
            if (!one_in(r, 8))
                w->prices[s][store->price_count++] = (struct sc_plan_price){
                    .product = p,
                    .is_weighed = w->is_weighed[p],
                    .price_minor = w->usual[p] * (level + below(r, 20)) / 100,
                };
        for (size_t d = 0; d < DEALS; d++)
            make_deal(r, w, sort, s, d);
    }
    w->request = (struct sc_plan_request){
        .lines = w->lines,
        .line_count = LINES_MAX,
        .stores = w->stores,
        .store_count = sort->stores,
        .missing_minor = 5000,
        .max_stores = sort->max_stores,
    };
}

static int64_t cpu_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static bool is_spent(void *context)
{
    return cpu_us() >= *(const int64_t *)context;
}

static bool is_exact(const struct world *w, const struct sc_plan_answer *answer)
{
    for (size_t k = 0; k < w->request.max_stores; k++)
        if (!answer->plans[k].is_exact)
            return false;
    for (size_t s = 0; s < w->request.store_count; s++)
        if (!answer->stores[s].is_exact)
            return false;
    return true;
}

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int run(const struct sort *sort, size_t lists, uint64_t seed)
{
    struct random r = {.state = seed};
    struct world *w = malloc(sizeof *w);
    int64_t *times = calloc(lists, sizeof *times);
    size_t exact = 0;
    bool failed = w == NULL || times == NULL;

    for (size_t i = 0; !failed && i < lists; i++) {
        struct sc_arena *arena = sc_arena_create(ARENA_CAP);
        struct sc_plan_answer answer;

        make_world(&r, w, sort);
        int64_t start = cpu_us();
        int64_t until = start + BUDGET_US;
        w->request.limit = (struct sc_work_limit){is_spent, &until};
        failed = arena == NULL || sc_plan_list(arena, &w->request, &answer) != SC_OK;
        times[i] = cpu_us() - start;
        if (!failed && is_exact(w, &answer))
            exact++;
        sc_arena_destroy(arena);
    }
    if (!failed) {
        qsort(times, lists, sizeof *times, by_time);
        printf("%-48s median %6.1f  p95 %6.1f  max %6.1f ms  exact %zu of %zu\n", sort->name,
               (double)times[lists / 2] / 1000, (double)times[lists * 95 / 100] / 1000,
               (double)times[lists - 1] / 1000, exact, lists);
    }
    free(times);
    free(w);
    return failed;
}

int main(int argc, char **argv)
{
    size_t lists = argc > 1 ? strtoul(argv[1], NULL, 10) : LISTS;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;

    size_t only = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;

    if (lists == 0 || seed == 0) {
        fputs("usage: bench_plan [LISTS [SEED [SORT]]], all 1 or more\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < SC_COUNT(sorts); i++)
        if ((only == 0 || only == i + 1) && run(&sorts[i], lists, seed) != 0) {
            fputs("bench_plan: no memory\n", stderr);
            return 1;
        }
    return 0;
}
