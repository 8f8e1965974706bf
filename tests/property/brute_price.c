#include "property/brute_price.h"

#include <assert.h>
#include <stdlib.h>

enum {
    DEALS_MAX = 8,
    MASKS = 1 << BRUTE_UNITS_MAX,
    WAYS_MAX = 400000,
};

struct unit {
    uint32_t line, product;
    int64_t price, per_kg, grams;
    bool is_weighed;
};

/* Taking the units of `mask` in `uses` uses costs `pays`. */
struct way {
    unsigned mask;
    int64_t uses, pays;
};

struct brute {
    const struct sc_price_request *rq;
    struct unit units[BRUTE_UNITS_MAX];
    size_t unit_count;
    int64_t shelf[MASKS];
    struct way *ways[DEALS_MAX];
    size_t way_count[DEALS_MAX];
    uint32_t deals[DEALS_MAX]; /* line deals, by index in the request */
    size_t deal_count;
    int64_t deposits, best;
    int64_t pays[DEALS_MAX]; /* of the combination at hand */
    bool is_used[DEALS_MAX];
};

static int bits(unsigned mask)
{
    return __builtin_popcount(mask);
}

static int64_t rounded(int64_t value, int64_t divisor)
{
    return (2 * value + divisor) / (2 * divisor);
}

static bool has(const uint32_t *items, size_t count, uint32_t product)
{
    for (size_t i = 0; i < count; i++)
        if (items[i] == product)
            return true;
    return false;
}

static bool all_in(const struct brute *b, unsigned mask, const uint32_t *items, size_t count,
                   bool is_weighed)
{
    for (size_t u = 0; u < b->unit_count; u++)
        if ((mask >> u & 1) != 0 &&
            (b->units[u].is_weighed != is_weighed || !has(items, count, b->units[u].product)))
            return false;
    return true;
}

static int64_t percent_pays(const struct brute *b, unsigned mask, int64_t off)
{
    int64_t sum = 0;

    for (size_t u = 0; u < b->unit_count; u++)
        if ((mask >> u & 1) != 0)
            sum += rounded(b->units[u].price * (10000 - off), 10000);
    return sum;
}

static int64_t cheapest(const struct brute *b, unsigned mask)
{
    int64_t least = INT64_MAX;

    for (size_t u = 0; u < b->unit_count; u++)
        if ((mask >> u & 1) != 0 && b->units[u].price < least)
            least = b->units[u].price;
    return least;
}

/* -1: these lines are no use of the deal. */
static int64_t weight_pays(const struct brute *b, unsigned mask, const struct sc_deal *deal)
{
    int64_t grams = 0;
    int64_t left = deal->max_grams;
    int64_t sum = 0;

    for (size_t u = 0; u < b->unit_count; u++)
        if ((mask >> u & 1) != 0)
            grams += b->units[u].grams;
    if (grams < deal->min_grams)
        return -1;
    while (mask != 0) {
        size_t pick = (size_t)__builtin_ctz(mask);
        for (size_t u = pick + 1; u < b->unit_count; u++)
            if ((mask >> u & 1) != 0 && b->units[u].per_kg > b->units[pick].per_kg)
                pick = u;
        int64_t at_value = b->units[pick].grams < left ? b->units[pick].grams : left;
        left -= at_value;
        sum += rounded(at_value * deal->value +
                           (b->units[pick].grams - at_value) * b->units[pick].per_kg,
                       1000);
        mask &= ~(1u << pick);
    }
    return sum;
}

/* Calls add() for each price at which `mask` can be one use of the deal. */
static void each_use(struct brute *b, const struct sc_deal *deal, unsigned mask,
                     void (*add)(void *, unsigned, int64_t), void *context)
{
    bool is_weight = deal->kind == SC_DEAL_WEIGHT_PRICE;
    bool in_items = all_in(b, mask, deal->items, deal->item_count, is_weight);

    if (mask == 0)
        return;
    if (deal->kind == SC_DEAL_BUY_GET) {
        const uint32_t *gets = deal->get_items != NULL ? deal->get_items : deal->items;
        size_t count = deal->get_items != NULL ? deal->get_item_count : deal->item_count;
        for (unsigned got = mask;; got = (got - 1) & mask) {
            unsigned bought = mask & ~got;
            if (bits(bought) == deal->count && bits(got) <= deal->get &&
                all_in(b, bought, deal->items, deal->item_count, false) &&
                all_in(b, got, gets, count, false))
                add(context, mask, b->shelf[bought] + bits(got) * deal->value);
            if (got == 0)
                break;
        }
        return;
    }
    if (!in_items)
        return;
    if (is_weight) {
        int64_t pays = weight_pays(b, mask, deal);
        if (pays >= 0)
            add(context, mask, pays);
    } else if (deal->kind == SC_DEAL_PERCENT_OFF) {
        if (bits(mask) >= deal->count)
            add(context, mask, percent_pays(b, mask, deal->value));
    } else if (bits(mask) == deal->count) {
        int64_t sum = b->shelf[mask];
        if (deal->kind == SC_DEAL_BUNDLE_TOTAL)
            add(context, mask, deal->value);
        else if (deal->kind == SC_DEAL_AMOUNT_OFF)
            add(context, mask, sum > deal->value ? sum - deal->value : 0);
        else
            add(context, mask,
                sum - cheapest(b, mask) +
                    rounded(cheapest(b, mask) * (10000 - deal->value), 10000));
    }
}

struct growing {
    struct brute *b;
    size_t d;
    struct way from;
};

static void add_way(void *context, unsigned mask, int64_t pays)
{
    struct growing *g = context;
    struct brute *b = g->b;
    struct way way = {g->from.mask | mask, g->from.uses + 1, g->from.pays + pays};

    for (size_t i = 0; i < b->way_count[g->d]; i++) {
        const struct way *other = &b->ways[g->d][i];
        if (other->mask == way.mask && other->uses == way.uses && other->pays == way.pays)
            return;
    }
    assert(b->way_count[g->d] < WAYS_MAX);
    b->ways[g->d][b->way_count[g->d]++] = way;
}

/* Room for a deal's ways, kept from call to call: so much memory anew each time costs more than
 * the work on it. */
static struct way *ways_room(size_t d)
{
    static struct way *room[DEALS_MAX];

    if (room[d] == NULL)
        room[d] = malloc(WAYS_MAX * sizeof *room[d]);
    assert(room[d] != NULL);
    return room[d];
}

/* Every way to use line deal `d`, none at all included. */
static void find_ways(struct brute *b, size_t d)
{
    const struct sc_deal *deal = &b->rq->deals[b->deals[d]];
    bool once = deal->kind == SC_DEAL_PERCENT_OFF || deal->kind == SC_DEAL_WEIGHT_PRICE;
    unsigned all = (1u << b->unit_count) - 1;

    b->ways[d] = ways_room(d);
    b->ways[d][0] = (struct way){0, 0, 0};
    b->way_count[d] = 1;
    for (size_t i = 0; i < b->way_count[d]; i++) {
        struct growing g = {b, d, b->ways[d][i]};
        if (g.from.uses >= (once ? 1 : deal->max_uses))
            continue;
        unsigned free_units = all & ~g.from.mask;
        for (unsigned mask = free_units; mask != 0; mask = (mask - 1) & free_units)
            if (deal->kind == SC_DEAL_WEIGHT_PRICE || bits(g.from.mask | mask) <= deal->max_units)
                each_use(b, deal, mask, add_way, &g);
    }
}

static int64_t after_basket(const struct brute *b, int64_t sum)
{
    const struct sc_price_request *rq = b->rq;
    int64_t best = sum;

    for (size_t i = 0; i < rq->deal_count; i++) {
        const struct sc_deal *deal = &rq->deals[i];
        if (!sc_deal_is_basket_kind(deal->kind) ||
            !sc_deal_is_available(deal, &rq->shopper, rq->at_us) || sum < deal->basket_min)
            continue;
        int64_t value = deal->kind == SC_DEAL_BASKET_PERCENT_OFF
                            ? rounded(sum * (10000 - deal->value), 10000)
                            : (sum > deal->value ? sum - deal->value : 0);
        best = value < best ? value : best;
    }
    return best;
}

static void combine(struct brute *b, size_t d, unsigned taken, int64_t sum)
{
    if (d == b->deal_count) {
        int64_t total = sum + b->shelf[((1u << b->unit_count) - 1) & ~taken];
        for (size_t i = 0; i < b->deal_count; i++) {
            const struct sc_deal *deal = &b->rq->deals[b->deals[i]];
            if (b->is_used[i] && deal->basket_min != SC_DEAL_NO_MIN &&
                total - (deal->basket_min_counts_own ? 0 : b->pays[i]) < deal->basket_min)
                return;
        }
        int64_t value = after_basket(b, total);
        b->best = value < b->best ? value : b->best;
        return;
    }
    for (size_t i = 0; i < b->way_count[d]; i++) {
        const struct way *way = &b->ways[d][i];
        if ((way->mask & taken) != 0 || way->pays > b->shelf[way->mask])
            continue;
        b->is_used[d] = way->uses > 0;
        b->pays[d] = way->pays;
        combine(b, d + 1, taken | way->mask, sum + way->pays);
    }
}

static struct brute *brute_create(const struct sc_price_request *rq)
{
    struct brute *b = calloc(1, sizeof *b);

    assert(b != NULL);
    b->rq = rq;
    b->best = INT64_MAX;
    for (uint32_t i = 0; i < rq->line_count; i++) {
        const struct sc_basket_line *line = &rq->lines[i];
        for (int64_t n = 0; n < (line->is_weighed ? 1 : line->amount); n++) {
            assert(b->unit_count < BRUTE_UNITS_MAX);
            b->units[b->unit_count++] = (struct unit){
                .line = i,
                .product = line->product,
                .price = line->is_weighed ? rounded(line->price_minor * line->amount, 1000)
                                          : line->price_minor,
                .per_kg = line->price_minor,
                .grams = line->amount,
                .is_weighed = line->is_weighed,
            };
        }
        b->deposits += line->is_weighed ? 0 : line->deposit_minor * line->amount;
    }
    for (unsigned mask = 0; mask < 1u << b->unit_count; mask++)
        for (size_t u = 0; u < b->unit_count; u++)
            b->shelf[mask] += (mask >> u & 1) != 0 ? b->units[u].price : 0;
    for (uint32_t i = 0; i < rq->deal_count; i++)
        if (rq->deals[i].kind != SC_DEAL_UNPRICED && !sc_deal_is_basket_kind(rq->deals[i].kind) &&
            sc_deal_is_available(&rq->deals[i], &rq->shopper, rq->at_us)) {
            assert(b->deal_count < DEALS_MAX);
            b->deals[b->deal_count++] = i;
        }
    return b;
}

int64_t brute_price(const struct sc_price_request *request)
{
    struct brute *b = brute_create(request);

    for (size_t d = 0; d < b->deal_count; d++)
        find_ways(b, d);
    combine(b, 0, 0, 0);
    int64_t total = b->best + b->deposits;
    free(b);
    return total;
}

bool brute_can_use(const struct sc_price_request *request, uint32_t deal, int64_t times,
                   const struct sc_price_take *takes, size_t take_count, int64_t pays)
{
    struct brute *b = brute_create(request);
    unsigned mask = 0;
    bool can = false;

    for (size_t i = 0; i < take_count; i++) {
        int64_t left = request->lines[takes[i].line].is_weighed ? 1 : takes[i].amount;
        for (size_t u = 0; u < b->unit_count && left > 0; u++)
            if (b->units[u].line == takes[i].line) {
                mask |= 1u << u;
                left--;
            }
        can |= left > 0; /* more than the line has */
    }
    bool too_much = can;
    can = false;
    for (size_t d = 0; d < b->deal_count; d++) {
        if (b->deals[d] != deal)
            continue;
        find_ways(b, d);
        for (size_t i = 0; i < b->way_count[d]; i++)
            can |= b->ways[d][i].mask == mask && b->ways[d][i].uses == times &&
                   b->ways[d][i].pays == pays;
    }
    free(b);
    return can && !too_much;
}
