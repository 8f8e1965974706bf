#include "domain/price_problem.h"

#include <assert.h>
#include <stdlib.h>

int64_t sc_price_mul_div(int64_t a, int64_t b, int64_t divisor)
{
    assert(a >= 0 && b >= 0 && divisor > 0);
    __extension__ typedef unsigned __int128 wide;
    wide value = ((wide)a * (wide)b + (wide)(divisor / 2)) / (wide)divisor;

    /* divisor is even wherever we round (1000, 10000), so half rounds up exactly */
    assert(value <= INT64_MAX);
    return (int64_t)value;
}

int64_t sc_price_shelf(const struct sc_basket_line *line)
{
    if (line->is_weighed)
        return sc_price_mul_div(line->price_minor, line->amount, 1000);
    return line->price_minor * line->amount;
}

int64_t price_after_percent(int64_t price, int64_t basis_points_off)
{
    return sc_price_mul_div(price, 10000 - basis_points_off, 10000);
}

int64_t price_weighed(const struct sc_deal *deal, const struct price_good *goods,
                      const uint32_t *taken, size_t count, int64_t *ret_pays)
{
    int64_t left = deal->max_grams;
    int64_t sum = 0;

    /* `taken` is dearest per kg first, then the earlier line */
    for (size_t i = 0; i < count; i++) {
        const struct price_good *good = &goods[taken[i]];
        int64_t reduced = good->grams < left ? good->grams : left;
        left -= reduced;
        ret_pays[i] = (reduced * deal->value + (good->grams - reduced) * good->per_kg + 500) / 1000;
        sum += ret_pays[i];
    }
    return sum;
}

static int64_t ceil_div(int64_t a, int64_t b)
{
    return a / b + (a % b != 0 ? 1 : 0);
}

static int64_t at_least_zero(int64_t value)
{
    return value > 0 ? value : 0;
}

int64_t price_unit_saving(const struct price_deal *deal, const struct price_good *good,
                          bool is_item, bool is_get)
{
    const struct sc_deal *from = deal->from;

    if (!is_item && !is_get)
        return 0;
    switch (from->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
        return at_least_zero(good->price - from->value / deal->count);
    case SC_DEAL_PERCENT_OFF:
        return good->price - price_after_percent(good->price, from->value);
    case SC_DEAL_AMOUNT_OFF:
        return ceil_div(from->value, deal->count);
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
        return ceil_div(good->price - price_after_percent(good->price, from->value), deal->count);
    case SC_DEAL_BUY_GET:
        return is_get ? at_least_zero(good->price - from->value) : 0;
    case SC_DEAL_WEIGHT_PRICE:
        /* Both sides are rounded by at most half a unit: one covers it. */
        return at_least_zero(good->price - from->value * good->grams / 1000 + 1);
    case SC_DEAL_BASKET_PERCENT_OFF:
    case SC_DEAL_BASKET_AMOUNT_OFF:
    case SC_DEAL_UNPRICED:
        break;
    }
    return 0;
}

/* A product of the basket, before alike ones are put together. */
struct product {
    uint32_t number;
    uint32_t good;
    int64_t count;
    int64_t price;
    uint64_t signature; /* of the deals it stands in */
    bool is_counted;
};

struct builder {
    struct sc_arena *arena;
    struct price_problem *problem;
    struct product *products; /* by number */
    size_t product_count;
    const struct sc_deal **deals; /* available line deals */
    uint32_t *indices;
    size_t deal_count;
};

static int by_number(const void *a, const void *b)
{
    uint32_t x = ((const struct product *)a)->number;
    uint32_t y = ((const struct product *)b)->number;

    return (x > y) - (x < y);
}

static struct product *find_product(const struct builder *b, uint32_t number)
{
    const struct product key = {.number = number};

    return bsearch(&key, b->products, b->product_count, sizeof key, by_number);
}

/* The counted products, each once, and the sums. */
static bool gather_products(struct builder *b)
{
    const struct sc_price_request *rq = b->problem->request;
    struct product *all = sc_arena_array(b->arena, rq->line_count, sizeof *all);
    size_t kept = 0;

    if (all == NULL)
        return false;
    for (size_t i = 0; i < rq->line_count; i++) {
        const struct sc_basket_line *line = &rq->lines[i];
        all[i] = (struct product){
            .number = line->product,
            .count = line->amount,
            .price = line->price_minor,
            .is_counted = !line->is_weighed,
        };
        b->problem->shelf += sc_price_shelf(line);
        if (!line->is_weighed)
            b->problem->deposits += line->deposit_minor * line->amount;
    }
    qsort(all, rq->line_count, sizeof *all, by_number);
    for (size_t i = 0; i < rq->line_count; i++) {
        if (kept > 0 && all[kept - 1].number == all[i].number)
            all[kept - 1].count += all[i].count;
        else
            all[kept++] = all[i];
    }
    b->products = all;
    b->product_count = kept;
    return true;
}

static bool sort_deals(struct builder *b)
{
    struct price_problem *p = b->problem;
    const struct sc_price_request *rq = p->request;

    b->deals = sc_arena_array(b->arena, rq->deal_count, sizeof(const struct sc_deal *));
    b->indices = sc_arena_array(b->arena, rq->deal_count, sizeof *b->indices);
    p->basket_deals = sc_arena_array(b->arena, rq->deal_count, sizeof(const struct sc_deal *));
    p->basket_indices = sc_arena_array(b->arena, rq->deal_count, sizeof *p->basket_indices);
    p->unpriced = sc_arena_array(b->arena, rq->deal_count, sizeof *p->unpriced);
    if (b->deals == NULL || b->indices == NULL || p->basket_deals == NULL ||
        p->basket_indices == NULL || p->unpriced == NULL)
        return false;
    for (size_t i = 0; i < rq->deal_count; i++) {
        const struct sc_deal *deal = &rq->deals[i];
        if (!sc_deal_is_available(deal, &rq->shopper, rq->at_us))
            continue;
        if (deal->kind == SC_DEAL_UNPRICED) {
            p->unpriced[p->unpriced_count++] = (uint32_t)i;
        } else if (sc_deal_is_basket_kind(deal->kind)) {
            p->basket_deals[p->basket_count] = deal;
            p->basket_indices[p->basket_count++] = (uint32_t)i;
        } else {
            b->deals[b->deal_count] = deal;
            b->indices[b->deal_count++] = (uint32_t)i;
        }
    }
    return true;
}

/* Mixes "stands in this deal, in this part" into a product's signature (splitmix64). */
static void sign(struct builder *b, const uint32_t *numbers, size_t count, uint64_t mark)
{
    for (size_t i = 0; i < count; i++) {
        struct product *product = find_product(b, numbers[i]);
        if (product == NULL)
            continue;
        uint64_t x = product->signature + mark * 0x9e3779b97f4a7c15u;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
        product->signature = x ^ (x >> 31);
    }
}

static void sign_all(struct builder *b)
{
    for (size_t d = 0; d < b->deal_count; d++) {
        const struct sc_deal *deal = b->deals[d];
        sign(b, deal->items, deal->item_count, 2 * d + 1);
        if (deal->kind == SC_DEAL_BUY_GET && deal->get_items != NULL)
            sign(b, deal->get_items, deal->get_item_count, 2 * d + 2);
    }
}

static bool make_goods(struct builder *b)
{
    struct price_problem *p = b->problem;
    const struct sc_price_request *rq = p->request;

    p->goods = sc_arena_array(b->arena, rq->line_count, sizeof *p->goods);
    p->good_of_line = sc_arena_array(b->arena, rq->line_count, sizeof *p->good_of_line);
    if (p->goods == NULL || p->good_of_line == NULL)
        return false;
    for (size_t i = 0; i < b->product_count; i++) {
        struct product *product = &b->products[i];
        if (!product->is_counted)
            continue;
        size_t same = 0;
        while (same < i &&
               !(b->products[same].is_counted && b->products[same].price == product->price &&
                 b->products[same].signature == product->signature))
            same++;
        if (same == i) {
            product->good = (uint32_t)p->good_count;
            p->goods[p->good_count++] = (struct price_good){.price = product->price};
        } else {
            product->good = b->products[same].good;
        }
        p->goods[product->good].count += product->count;
    }
    for (size_t i = 0; i < rq->line_count; i++) {
        const struct sc_basket_line *line = &rq->lines[i];
        if (!line->is_weighed) {
            p->good_of_line[i] = find_product(b, line->product)->good;
            continue;
        }
        p->good_of_line[i] = (uint32_t)p->good_count;
        p->goods[p->good_count++] = (struct price_good){
            .price = sc_price_shelf(line),
            .per_kg = line->price_minor,
            .grams = line->amount,
            .count = 1,
            .is_weighed = true,
            .first_line = (uint32_t)i,
        };
    }
    return true;
}

static int dearest_first(const void *a, const void *b, void *context)
{
    const struct price_good *goods = context;
    uint32_t i = *(const uint32_t *)a;
    uint32_t j = *(const uint32_t *)b;
    int64_t left = goods[i].is_weighed ? goods[i].per_kg : goods[i].price;
    int64_t right = goods[j].is_weighed ? goods[j].per_kg : goods[j].price;

    if (left != right)
        return left < right ? 1 : -1;
    return (i > j) - (i < j);
}

static bool has_number(const uint32_t *numbers, size_t count, uint32_t wanted)
{
    for (size_t i = 0; i < count; i++)
        if (numbers[i] == wanted)
            return true;
    return false;
}

/* The goods that a deal's product numbers mean here, dearest first; NULL without memory. */
static uint32_t *goods_of(struct builder *b, const uint32_t *numbers, size_t count, bool is_weighed,
                          size_t *ret_count)
{
    const struct price_problem *p = b->problem;
    uint32_t *found = sc_arena_array(b->arena, p->good_count, sizeof *found);
    size_t kept = 0;

    if (found == NULL)
        return NULL;
    if (is_weighed) {
        for (size_t g = 0; g < p->good_count; g++)
            if (p->goods[g].is_weighed &&
                has_number(numbers, count, p->request->lines[p->goods[g].first_line].product))
                found[kept++] = (uint32_t)g;
    } else {
        for (size_t i = 0; i < count; i++) {
            const struct product *product = find_product(b, numbers[i]);
            if (product != NULL && product->is_counted && !has_number(found, kept, product->good))
                found[kept++] = product->good;
        }
    }
    if (kept > 0)
        qsort_r(found, kept, sizeof *found, dearest_first, p->goods);
    *ret_count = kept;
    return found;
}

static int64_t units_in(const struct price_problem *p, const uint32_t *goods, size_t count)
{
    int64_t units = 0;

    for (size_t i = 0; i < count; i++)
        units += p->goods[goods[i]].count;
    return units;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Whether there is enough in the basket for one use. */
static bool can_be_used(const struct price_problem *p, const struct price_deal *deal)
{
    int64_t units = units_in(p, deal->items, deal->item_count);
    int64_t grams = 0;

    if (deal->from->kind == SC_DEAL_WEIGHT_PRICE) {
        for (size_t i = 0; i < deal->item_count; i++)
            grams += p->goods[deal->items[i]].grams;
        return deal->item_count > 0 && grams >= deal->from->min_grams;
    }
    if (deal->from->kind == SC_DEAL_BUY_GET)
        return deal->get_count > 0 && units >= deal->count && deal->max_units > deal->count;
    return units >= deal->count && deal->max_units >= deal->count;
}

static bool make_deals(struct builder *b)
{
    struct price_problem *p = b->problem;

    p->deals = sc_arena_array(b->arena, b->deal_count, sizeof *p->deals);
    if (p->deals == NULL)
        return false;
    for (size_t d = 0; d < b->deal_count; d++) {
        const struct sc_deal *from = b->deals[d];
        bool is_weighed = from->kind == SC_DEAL_WEIGHT_PRICE;
        struct price_deal deal = {.from = from, .index = b->indices[d], .count = from->count};
        struct sc_arena_mark mark = sc_arena_mark(b->arena);

        deal.items = goods_of(b, from->items, from->item_count, is_weighed, &deal.item_count);
        if (deal.items == NULL)
            return false;
        if (from->kind == SC_DEAL_BUY_GET && from->get_items == NULL) {
            deal.gets = deal.items;
            deal.get_count = deal.item_count;
        } else if (from->kind == SC_DEAL_BUY_GET) {
            deal.gets = goods_of(b, from->get_items, from->get_item_count, false, &deal.get_count);
            if (deal.gets == NULL)
                return false;
        }
        int64_t units =
            units_in(p, deal.items, deal.item_count) + units_in(p, deal.gets, deal.get_count);
        deal.get = least(from->get, units);
        deal.max_units = least(from->max_units, units);
        deal.max_uses = least(from->max_uses, units + 1);
        deal.has_threshold = from->basket_min != SC_DEAL_NO_MIN;
        if (can_be_used(p, &deal))
            p->deals[p->deal_count++] = deal;
        else
            sc_arena_rewind(b->arena, mark);
    }
    return true;
}

enum sc_status price_problem_build(struct sc_arena *arena, const struct sc_price_request *request,
                                   struct price_problem *ret_problem)
{
    struct price_problem problem = {.request = request};
    struct builder b = {.arena = arena, .problem = &problem};

    if (!gather_products(&b) || !sort_deals(&b))
        return SC_NO_MEMORY;
    sign_all(&b);
    if (!make_goods(&b) || !make_deals(&b))
        return SC_NO_MEMORY;
    *ret_problem = problem;
    return SC_OK;
}
