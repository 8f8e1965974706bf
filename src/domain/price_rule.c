#include "domain/price_rule.h"

#include <string.h>

static const struct price_good *good_in(const struct price_model *model,
                                        const struct price_rule *rule, size_t slot)
{
    return &model->goods[rule->slots[slot].good];
}

int64_t sc_price_rule_shelf(const struct price_model *model, const struct price_rule *rule,
                            const int64_t *taken)
{
    int64_t sum = 0;

    for (size_t s = 0; s < rule->slot_count; s++)
        sum += taken[s] * good_in(model, rule, s)->price;
    return sum;
}

int64_t sc_price_rule_uses(const struct price_model *model, const struct price_rule *rule,
                           const int64_t *taken)
{
    const struct sc_deal *deal = rule->deal;
    int64_t bought = 0;
    int64_t got = 0;
    int64_t grams = 0;

    for (size_t s = 0; s < rule->slot_count; s++) {
        if (rule->slots[s].is_got)
            got += taken[s];
        else
            bought += taken[s];
        grams += taken[s] * good_in(model, rule, s)->grams;
    }
    if (deal->kind == SC_DEAL_WEIGHT_PRICE)
        return bought > 0 && grams >= deal->min_grams ? 1 : 0;
    if (bought == 0 || bought + got > deal->max_units)
        return 0;
    if (deal->kind == SC_DEAL_PERCENT_OFF)
        return bought >= deal->count ? 1 : 0;
    int64_t uses = bought / deal->count;
    if (bought % deal->count != 0 || uses > deal->max_uses)
        return 0;
    return got == 0 || (got - 1) / uses < deal->get ? uses : 0; /* got <= uses * get */
}

/*
 * The slots stand dearest first, so the j-th group's cheapest is as dear as it
 * can be when the dearest units are grouped with the dearest.
 */
static int64_t save_cheapest(const struct price_model *model, const struct price_rule *rule,
                             const int64_t *taken)
{
    int64_t saving = 0;
    int64_t before = 0;

    for (size_t s = 0; s < rule->slot_count; s++) {
        int64_t after = before + taken[s];
        int64_t groups = after / rule->deal->count - before / rule->deal->count;
        saving += groups * sc_price_cut(good_in(model, rule, s)->price, rule->deal->value);
        before = after;
    }
    return saving;
}

/*
 * The taken weighed lines, dearest per kg first, then in the basket's order, as
 * the slots stand; only max_grams of them are at the deal's price.
 */
int64_t sc_price_weight_pays(const struct price_model *model, const struct price_rule *rule,
                             const int64_t *taken, size_t slot)
{
    const struct price_good *mine = good_in(model, rule, slot);
    int64_t left = rule->deal->max_grams;

    for (size_t s = 0; s < slot && left > 0; s++)
        left -= taken[s] * good_in(model, rule, s)->grams;
    return sc_price_weighed_pays(mine, rule->deal->value, left > 0 ? left : 0);
}

static void keep_saving(struct sc_arena *arena, struct price_savings *savings, int64_t saving)
{
    for (size_t i = 0; i < savings->count; i++)
        if (savings->at[i] == saving)
            return;
    if (savings->count == savings->room) {
        size_t room = savings->room == 0 ? 16 : savings->room * 2;
        int64_t *at = sc_arena_array(arena, room, sizeof *at);
        if (at != NULL && savings->count > 0)
            memcpy(at, savings->at, savings->count * sizeof *at);
        savings->at = at;
        savings->room = at == NULL ? 0 : room;
        savings->count = at == NULL ? 0 : savings->count;
    }
    if (savings->at != NULL)
        savings->at[savings->count++] = saving;
}

/* Units told one by one, dearest first, and the groups made of them so far. */
struct grouping {
    struct sc_arena *arena;
    const struct price_rule *rule;
    struct price_work *work;
    int64_t price[PRICE_GROUPING_UNITS];
    bool is_used[PRICE_GROUPING_UNITS];
    size_t count;
    struct price_savings *all; /* NULL: only the best is wanted */
    int64_t best;
    int64_t ceiling; /* no grouping saves more */
    bool was_cut;
};

/* False when there are more units than fit. */
static bool spread_units(struct grouping *g, const struct price_model *model, const int64_t *taken)
{
    for (size_t s = 0; s < g->rule->slot_count; s++)
        for (int64_t n = 0; n < taken[s]; n++) {
            if (g->count == PRICE_GROUPING_UNITS)
                return false;
            g->price[g->count++] = good_in(model, g->rule, s)->price;
        }
    return true;
}

static bool is_done(struct grouping *g)
{
    if (price_work_spend(g->work, 1))
        g->was_cut = true;
    return g->was_cut || (g->all == NULL && g->best == g->ceiling);
}

static void group_rest(struct grouping *g, int64_t saved);

/* Adds `wanted` more units from `from` on to a group that comes to `sum` by now. */
static void fill_group(struct grouping *g, size_t from, int64_t wanted, int64_t sum, int64_t saved)
{
    int64_t last = -1;

    if (is_done(g))
        return;
    if (wanted == 0) {
        group_rest(g, saved + (sum < g->rule->deal->value ? sum : g->rule->deal->value));
        return;
    }
    for (size_t i = from; i < g->count; i++) {
        if (g->is_used[i] || g->price[i] == last) /* a like unit was tried here */
            continue;
        last = g->price[i];
        g->is_used[i] = true;
        fill_group(g, i + 1, wanted - 1, sum + last, saved);
        g->is_used[i] = false;
    }
}

/* The group of the dearest unit that is left, in every way, and then the rest. */
static void group_rest(struct grouping *g, int64_t saved)
{
    size_t first = 0;

    while (first < g->count && g->is_used[first])
        first++;
    if (first == g->count) {
        g->best = saved > g->best ? saved : g->best;
        if (g->all != NULL)
            keep_saving(g->arena, g->all, saved);
        return;
    }
    g->is_used[first] = true;
    fill_group(g, first + 1, g->rule->deal->count - 1, g->price[first], saved);
    g->is_used[first] = false;
}

/* What the dearest `count` of the taken units cost together, or the cheapest. */
static int64_t group_price(const struct price_model *model, const struct price_rule *rule,
                           const int64_t *taken, bool of_dearest)
{
    int64_t left = rule->deal->count;
    int64_t sum = 0;

    for (size_t i = 0; i < rule->slot_count && left > 0; i++) {
        size_t s = of_dearest ? i : rule->slot_count - 1 - i;
        int64_t units = taken[s] < left ? taken[s] : left;
        sum += units * good_in(model, rule, s)->price;
        left -= units;
    }
    return sum;
}

/* A group that costs less than the cut saves all it costs, so the grouping matters. */
static int64_t save_amount(struct sc_arena *arena, const struct price_model *model,
                           const struct price_rule *rule, const int64_t *taken,
                           struct price_work *work, struct price_savings *all, bool *ret_is_whole)
{
    int64_t shelf = sc_price_rule_shelf(model, rule, taken);
    int64_t uses = sc_price_rule_uses(model, rule, taken);
    int64_t value = rule->deal->value;
    int64_t lowest = group_price(model, rule, taken, false);
    struct grouping g = {.arena = arena, .rule = rule, .work = work, .all = all};

    g.ceiling = uses > 0 && value < shelf / uses ? uses * value : shelf;
    *ret_is_whole = true;
    if (lowest >= value || group_price(model, rule, taken, true) <= value) {
        g.best = lowest >= value ? uses * value : shelf;
        if (all != NULL)
            keep_saving(arena, all, g.best);
    } else if (spread_units(&g, model, taken)) {
        group_rest(&g, 0);
        *ret_is_whole = !g.was_cut;
    } else {
        g.best = lowest; /* each group saves at least this, and there is one */
        *ret_is_whole = false;
    }
    return g.best;
}

int64_t sc_price_rule_saving(const struct price_model *model, const struct price_rule *rule,
                             const int64_t *taken, struct price_work *work, bool *ret_is_best)
{
    const struct sc_deal *deal = rule->deal;
    int64_t saving = 0;

    *ret_is_best = true;
    switch (deal->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
        return sc_price_rule_shelf(model, rule, taken) -
               sc_price_rule_uses(model, rule, taken) * deal->value;
    case SC_DEAL_PERCENT_OFF:
        for (size_t s = 0; s < rule->slot_count; s++)
            saving += taken[s] * sc_price_cut(good_in(model, rule, s)->price, deal->value);
        return saving;
    case SC_DEAL_AMOUNT_OFF:
        return save_amount(NULL, model, rule, taken, work, NULL, ret_is_best);
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
        return save_cheapest(model, rule, taken);
    case SC_DEAL_BUY_GET:
        for (size_t s = rule->bought_count; s < rule->slot_count; s++)
            saving += taken[s] * (good_in(model, rule, s)->price - deal->value);
        return saving;
    case SC_DEAL_WEIGHT_PRICE:
        for (size_t s = 0; s < rule->slot_count; s++)
            if (taken[s] != 0)
                saving +=
                    good_in(model, rule, s)->price - sc_price_weight_pays(model, rule, taken, s);
        return saving;
    case SC_DEAL_BASKET_PERCENT_OFF:
    case SC_DEAL_BASKET_AMOUNT_OFF:
    case SC_DEAL_UNPRICED:
        break;
    }
    return 0;
}

/*
 * Which units may be the cheapest ones of their groups: of the first j * count
 * units, dearest first, at most j; the last unit always is.
 */
static void pick_cheapest(struct grouping *g, size_t from, size_t left, int64_t saved)
{
    size_t count = (size_t)g->rule->deal->count;
    size_t least_place = (g->count / count - left + 1) * count - 1;

    if (is_done(g))
        return;
    if (left == 0) {
        keep_saving(g->arena, g->all, saved);
        return;
    }
    size_t first = left == 1 ? g->count - 1 : from > least_place ? from : least_place;
    for (size_t i = first; i + left <= g->count; i++)
        pick_cheapest(g, i + 1, left - 1, saved + sc_price_cut(g->price[i], g->rule->deal->value));
}

bool sc_price_rule_savings(struct sc_arena *arena, const struct price_model *model,
                           const struct price_rule *rule, const int64_t *taken,
                           struct price_work *work, struct price_savings *savings)
{
    struct grouping g = {.arena = arena, .rule = rule, .work = work, .all = savings};
    bool is_whole = true;
    int64_t best;

    savings->count = 0;
    if (rule->deal->kind == SC_DEAL_AMOUNT_OFF)
        best = save_amount(arena, model, rule, taken, work, savings, &is_whole);
    else
        best = sc_price_rule_saving(model, rule, taken, work, &is_whole);
    if (rule->deal->kind == SC_DEAL_CHEAPEST_PERCENT_OFF) {
        is_whole = spread_units(&g, model, taken);
        if (is_whole)
            pick_cheapest(&g, 0, g.count / (size_t)rule->deal->count, 0);
        is_whole = is_whole && !g.was_cut;
    }
    keep_saving(arena, savings, best);
    return is_whole;
}
