#include "domain/price_tally.h"

#include <assert.h>

enum {
    GRAMS_A_KG = 1000,
    TRIED_LINES_MAX = 8, /* weighed lines of a rule: 256 ways to take them */
    STEPS_MAX = 1 << 19, /* to fill a table; a rule that takes more is bounded unit by unit */
};

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static const struct price_good *good_in(const struct price_model *model,
                                        const struct price_tally *tally, size_t slot)
{
    return &model->goods[tally->rule->slots[slot].good];
}

/* What makes a way to use the deal: units, and money a unit, at a group's start and end. */
static void set_gains(const struct price_model *model, struct price_tally *tally)
{
    const struct sc_deal *deal = tally->rule->deal;
    int64_t group = good_in(model, tally, 0)->price * tally->count; /* no group is dearer */

    tally->start_gain = 0;
    if (deal->kind == SC_DEAL_BUNDLE_TOTAL)
        tally->start_gain = -deal->value * PRICE_FINE;
    if (deal->kind == SC_DEAL_AMOUNT_OFF && tally->count > 1)
        tally->start_gain = least(deal->value, group) * PRICE_FINE;
    for (size_t s = 0; s < tally->rule->slot_count; s++) {
        const struct price_good *good = good_in(model, tally, s);
        int64_t unit = 0, close = 0;
        if (deal->kind == SC_DEAL_BUNDLE_TOTAL)
            unit = good->price;
        else if (deal->kind == SC_DEAL_AMOUNT_OFF && tally->count == 1)
            unit = least(deal->value, good->price);
        else if (deal->kind == SC_DEAL_PERCENT_OFF)
            unit = sc_price_cut(good->price, deal->value);
        else if (deal->kind == SC_DEAL_CHEAPEST_PERCENT_OFF)
            close = sc_price_cut(good->price, deal->value);
        else if (deal->kind == SC_DEAL_BUY_GET && tally->rule->slots[s].is_got)
            unit = good->price - deal->value;
        else if (deal->kind == SC_DEAL_WEIGHT_PRICE)
            unit = good->price - sc_price_mul_div(deal->value, good->grams, GRAMS_A_KG);
        tally->unit_gain[s] = unit * PRICE_FINE;
        tally->close_gain[s] = close * PRICE_FINE;
    }
}

/* For each unit alone no less than its share of what any way to use the deal saves. */
static void set_loose_gains(const struct price_model *model, struct price_tally *tally)
{
    int64_t start = tally->start_gain;

    for (size_t s = 0; s < tally->rule->slot_count; s++) {
        int64_t close = tally->close_gain[s];
        if (start < 0) /* a bundle's price: rounded towards what gains more */
            tally->unit_gain[s] += start / tally->count;
        else if (start > 0)
            tally->unit_gain[s] = least(start, good_in(model, tally, s)->price * PRICE_FINE);
        else if (close > 0) /* the least cut of a group is at most its mean */
            tally->unit_gain[s] = close / tally->count + 1;
        tally->close_gain[s] = 0;
    }
    tally->start_gain = 0;
    tally->kind = PRICE_TALLY_FREE;
    tally->is_exact = false;
    tally->states = 1;
}

/* What the dearest `count` units of all cost together, or the cheapest. */
static int64_t group_price(const struct price_model *model, const struct price_tally *tally,
                           const int64_t *units, bool of_dearest)
{
    size_t slots = tally->rule->slot_count;
    int64_t left = tally->count;
    int64_t sum = 0;

    for (size_t i = 0; i < slots && left > 0; i++) {
        size_t s = of_dearest ? i : slots - 1 - i;
        int64_t n = least(left, units[tally->rule->slots[s].good]);
        sum += n * good_in(model, tally, s)->price;
        left -= n;
    }
    return sum;
}

/*
 * A group that costs less than the cut saves what it costs. So where groups can
 * be so cheap, no units save more than the cut for each group, nor more than
 * they cost: of the two the one that allows less in all is counted.
 */
static void cut_groups(const struct price_model *model, struct price_tally *tally,
                       const int64_t *units)
{
    int64_t cut = tally->rule->deal->value;
    int64_t all = 0, shelf = 0;

    tally->is_exact = group_price(model, tally, units, false) >= cut;
    if (tally->is_exact)
        return;
    for (size_t s = 0; s < tally->rule->slot_count; s++) {
        int64_t n = units[tally->rule->slots[s].good];
        all += n;
        shelf += n * good_in(model, tally, s)->price;
    }
    cut = least(cut, group_price(model, tally, units, true));
    bool is_dear = all / tally->count * cut > shelf;
    tally->start_gain = is_dear ? 0 : cut * PRICE_FINE;
    for (size_t s = 0; s < tally->rule->slot_count && is_dear; s++)
        tally->unit_gain[s] = good_in(model, tally, s)->price * PRICE_FINE;
    tally->is_exact = is_dear && group_price(model, tally, units, true) <= tally->rule->deal->value;
}

/*
 * What a line saves depends on the grams taken before it only through a limit
 * that is met. Few lines are soon tried in every way; for many the grams are
 * remembered, if a table over them is not too large.
 */
static void weigh_lines(const struct price_model *model, struct price_tally *tally)
{
    const struct sc_deal *deal = tally->rule->deal;
    size_t lines = tally->rule->slot_count;
    int64_t grams = 0;
    int64_t lightest = INT64_MAX;

    for (size_t s = 0; s < lines; s++) {
        grams += good_in(model, tally, s)->grams;
        lightest = least(lightest, good_in(model, tally, s)->grams);
    }
    bool is_capped = deal->max_grams < grams;
    int64_t matter =
        is_capped && deal->max_grams > deal->min_grams ? deal->max_grams : deal->min_grams;
    tally->kind = PRICE_TALLY_FREE;
    tally->states = 1;
    tally->is_exact = !is_capped && deal->min_grams <= lightest;
    if (!tally->is_exact && lines > TRIED_LINES_MAX &&
        2 * (int64_t)lines * (matter + 1) <= STEPS_MAX) {
        tally->kind = PRICE_TALLY_GRAMS;
        tally->most = matter;
        tally->states = (uint32_t)matter + 1;
        tally->is_exact = true;
        return;
    }
    for (size_t s = 0; s < lines && is_capped; s++)
        if (tally->unit_gain[s] < 0)
            tally->unit_gain[s] = 0; /* beyond max_grams it is at shelf price */
}

void sc_price_tally_weigh(const struct price_tally *tally, size_t slot, struct price_walk *walk)
{
    const struct price_good *good = &tally->goods[tally->rule->slots[slot].good];
    const struct sc_deal *deal = tally->rule->deal;
    int64_t room = deal->max_grams > walk->state ? deal->max_grams - walk->state : 0;

    if (room >= good->grams)
        walk->gain += tally->unit_gain[slot];
    else
        walk->gain += (good->price - sc_price_weighed_pays(good, deal->value, room)) * PRICE_FINE;
    walk->state = least(walk->state + good->grams, tally->most);
}

/* False: the rule can take no group or set. Limits are cut to what there is. */
static bool count_units(struct price_tally *tally, int64_t bought, int64_t got)
{
    const struct sc_deal *deal = tally->rule->deal;
    int64_t uses = least(deal->max_uses, bought / tally->count);

    switch (deal->kind) {
    case SC_DEAL_PERCENT_OFF:
        tally->kind = PRICE_TALLY_SET;
        tally->most = least(deal->max_units, bought);
        tally->wraps = tally->most == bought;
        tally->states = (uint32_t)(tally->wraps ? tally->count : tally->most) + 1;
        if (tally->wraps && tally->count == 1) {
            tally->kind = PRICE_TALLY_FREE;
            tally->states = 1;
        }
        return tally->most >= tally->count;
    case SC_DEAL_BUY_GET:
        tally->kind = PRICE_TALLY_BUY_GET;
        tally->most = least(uses, deal->max_units / tally->count) * tally->count;
        tally->states = (uint32_t)(tally->most > got ? tally->most : got) + 1;
        return tally->most > 0 && got > 0 && deal->max_units > tally->count;
    case SC_DEAL_BUNDLE_TOTAL:
    case SC_DEAL_AMOUNT_OFF:
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
        tally->kind = PRICE_TALLY_GROUPS;
        tally->most = least(uses, deal->max_units / tally->count) * tally->count;
        tally->wraps = tally->most == bought / tally->count * tally->count;
        tally->states = (uint32_t)(tally->wraps ? tally->count : tally->most + 1);
        return tally->most > 0;
    case SC_DEAL_WEIGHT_PRICE:
    case SC_DEAL_BASKET_PERCENT_OFF:
    case SC_DEAL_BASKET_AMOUNT_OFF:
    case SC_DEAL_UNPRICED:
        break;
    }
    return bought > 0;
}

enum sc_status sc_price_tally_make(struct sc_arena *arena, const struct price_model *model,
                                   const struct price_rule *rule, const int64_t *units,
                                   struct price_tally *ret_tally, bool *ret_can_be_used)
{
    struct price_tally tally = {
        .rule = rule, .is_exact = true, .count = rule->deal->count, .goods = model->goods};
    int64_t bought = 0, got = 0;

    *ret_can_be_used = false;
    for (size_t s = 0; s < rule->slot_count; s++)
        *(rule->slots[s].is_got ? &got : &bought) += units[rule->slots[s].good];
    if (!count_units(&tally, bought, got))
        return SC_OK;
    tally.unit_gain = sc_arena_alloc(arena, rule->slot_count * sizeof *tally.unit_gain);
    tally.close_gain = sc_arena_alloc(arena, rule->slot_count * sizeof *tally.close_gain);
    if (tally.unit_gain == NULL || tally.close_gain == NULL)
        return SC_NO_MEMORY;
    set_gains(model, &tally);
    if (rule->deal->kind == SC_DEAL_WEIGHT_PRICE)
        weigh_lines(model, &tally);
    else if (tally.states > STEPS_MAX ||
             (bought + got + (int64_t)rule->slot_count) * tally.states > STEPS_MAX)
        set_loose_gains(model, &tally);
    else if (rule->deal->kind == SC_DEAL_AMOUNT_OFF && tally.count > 1)
        cut_groups(model, &tally, units);
    tally.steps = (uint64_t)(bought + got + (int64_t)rule->slot_count) * tally.states;
    tally.best = sc_arena_alloc(arena, (rule->slot_count + 1) * tally.states * sizeof *tally.best);
    if (tally.best == NULL)
        return SC_NO_MEMORY;
    *ret_tally = tally;
    *ret_can_be_used = true;
    return SC_OK;
}

int64_t sc_price_tally_enter(const struct price_tally *tally, size_t slot, int64_t state)
{
    const struct sc_deal *deal = tally->rule->deal;

    if (tally->kind != PRICE_TALLY_BUY_GET || slot != tally->rule->bought_count)
        return state;
    if (state % tally->count != 0)
        return -1;
    /* so many may be got; never more than there are, which is states - 1 or less */
    int64_t uses = state / tally->count;
    int64_t room = least(deal->max_units - state, (int64_t)tally->states - 1);
    return uses == 0 ? 0 : deal->get > room / uses ? room : uses * deal->get;
}

bool sc_price_tally_may_end(const struct price_tally *tally, int64_t state)
{
    switch (tally->kind) {
    case PRICE_TALLY_GROUPS:
        return state % tally->count == 0;
    case PRICE_TALLY_SET:
        return state == 0 || state >= tally->count;
    case PRICE_TALLY_GRAMS:
        return state == 0 || state >= tally->rule->deal->min_grams;
    case PRICE_TALLY_BUY_GET:
    case PRICE_TALLY_FREE:
        break;
    }
    return true;
}

/* Fills the table of one slot; the one behind it is filled. */
static inline __attribute__((always_inline)) void fill_slot(struct price_tally *tally, size_t slot,
                                                            int64_t units, int64_t rent,
                                                            enum price_tally_kind kind, bool wraps)
{
    const int64_t *behind = &tally->best[(slot + 1) * tally->states];
    int64_t *mine = &tally->best[slot * tally->states];

    for (uint32_t state = 0; state < tally->states; state++) {
        int64_t entered = state;
        if (kind == PRICE_TALLY_BUY_GET)
            entered = sc_price_tally_enter(tally, slot, state);
        mine[state] = PRICE_NEVER;
        if (entered < 0)
            continue;
        struct price_walk walk = sc_price_tally_walk(tally, entered);
        int64_t best = behind[entered];
        for (int64_t n = 0; n < units && sc_price_tally_take_as(kind, wraps, tally, slot, &walk);
             n++) {
            walk.gain -= rent;
            int64_t gain = walk.gain + behind[walk.state];
            best = gain > best ? gain : best;
        }
        mine[state] = best;
    }
}

int64_t sc_price_tally_fill(struct price_tally *tally, const int64_t *units, const int64_t *rents)
{
    size_t slots = tally->rule->slot_count;

    for (uint32_t state = 0; state < tally->states; state++)
        tally->best[slots * tally->states + state] =
            sc_price_tally_may_end(tally, state) ? 0 : PRICE_NEVER;
    for (size_t s = slots; s-- > 0;) {
        uint32_t good = tally->rule->slots[s].good;
        /* the common kind by itself, so that the compiler knows it in the loop */
        if (tally->kind == PRICE_TALLY_GROUPS && tally->wraps)
            fill_slot(tally, s, units[good], rents[good], PRICE_TALLY_GROUPS, true);
        else
            fill_slot(tally, s, units[good], rents[good], tally->kind, tally->wraps);
    }
    return tally->best[0];
}

void sc_price_tally_trace(const struct price_tally *tally, const int64_t *units,
                          const int64_t *rents, int64_t *ret_taken)
{
    int64_t state = 0;

    for (size_t s = 0; s < tally->rule->slot_count; s++) {
        uint32_t good = tally->rule->slots[s].good;
        const int64_t *behind = &tally->best[(s + 1) * tally->states];
        int64_t wanted = tally->best[s * tally->states + (uint64_t)state];
        state = sc_price_tally_enter(tally, s, state);
        assert(state >= 0); /* the table leads only where the rule may end */
        struct price_walk walk = sc_price_tally_walk(tally, state);
        int64_t n = 0;
        while (walk.gain - n * rents[good] + behind[walk.state] != wanted) {
            bool may_take = n < units[good] && sc_price_tally_take(tally, s, &walk);
            assert(may_take);
            (void)may_take;
            n++;
        }
        ret_taken[s] = n;
        state = walk.state;
    }
}
