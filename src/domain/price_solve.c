#include "domain/price_solve.h"

#include <stdlib.h>

struct solve {
    struct sc_arena *arena;
    const struct price_problem *p;
    bool *is_active;         /* by deal */
    uint32_t *part_of;       /* by good: the least good of its part */
    uint32_t *goods, *deals; /* of the part at hand */
    size_t taking_room;
};

static uint32_t find_part(uint32_t *part_of, uint32_t good)
{
    while (part_of[good] != good)
        good = part_of[good] = part_of[part_of[good]];
    return good;
}

static void join(uint32_t *part_of, const uint32_t *goods, size_t count, uint32_t with)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t a = find_part(part_of, goods[i]);
        uint32_t b = find_part(part_of, with);
        part_of[a > b ? a : b] = a > b ? b : a;
    }
}

/* Goods that stand in a deal together are of one part. */
static void find_parts(struct solve *s)
{
    for (size_t g = 0; g < s->p->good_count; g++)
        s->part_of[g] = (uint32_t)g;
    for (size_t d = 0; d < s->p->deal_count; d++) {
        const struct price_deal *deal = &s->p->deals[d];
        if (!s->is_active[d])
            continue;
        join(s->part_of, deal->items, deal->item_count, deal->items[0]);
        join(s->part_of, deal->gets, deal->get_count, deal->items[0]);
    }
}

/* Sets last what has most ways to be used: by then little is left to choose. */
static struct price_part gather_part(struct solve *s, bool whole, uint32_t root)
{
    struct price_part part = {.goods = s->goods, .deals = s->deals};

    for (uint32_t g = 0; g < s->p->good_count; g++)
        if (whole || find_part(s->part_of, g) == root)
            s->goods[part.good_count++] = g;
    for (int sets = 0; sets <= 1; sets++)
        for (uint32_t d = 0; d < s->p->deal_count; d++) {
            const struct price_deal *deal = &s->p->deals[d];
            bool is_set = deal->from->kind == SC_DEAL_PERCENT_OFF;
            if (s->is_active[d] && is_set == (sets == 1) &&
                (whole || find_part(s->part_of, deal->items[0]) == root))
                s->deals[part.deal_count++] = d;
        }
    return part;
}

/* Part by part, thresholds taken as reached: value and bound are of the sum of the lines. */
static enum sc_status solve_free(struct solve *s, struct price_found *ret_found)
{
    struct price_found all = {.value = s->p->shelf, .bound = s->p->shelf};

    all.choice.takings = sc_arena_alloc(s->arena, s->taking_room * sizeof *all.choice.takings);
    if (all.choice.takings == NULL)
        return SC_NO_MEMORY;
    find_parts(s);
    for (uint32_t root = 0; root < s->p->good_count; root++) {
        if (find_part(s->part_of, root) != root)
            continue;
        struct price_part part = gather_part(s, false, root);
        if (part.deal_count == 0)
            continue;
        struct sc_arena_mark mark = sc_arena_mark(s->arena);
        struct price_found found;
        enum sc_status st = price_search_free(s->arena, s->p, &part, &found);
        if (st != SC_OK)
            return st;
        int64_t shelf = 0;
        for (size_t i = 0; i < part.good_count; i++)
            shelf += s->p->goods[part.goods[i]].price * s->p->goods[part.goods[i]].count;
        all.value -= shelf - found.value;
        all.bound -= shelf - found.bound;
        if (found.choice.count > 0)
            memcpy(all.choice.takings + all.choice.count, found.choice.takings,
                   found.choice.count * sizeof *found.choice.takings);
        all.choice.count += found.choice.count;
        sc_arena_rewind(s->arena, mark);
    }
    all.choice.lines_sum = all.value;
    *ret_found = all;
    return SC_OK;
}

/* The least shelf price of what one valid use of a deal takes. */
static int64_t least_shelf(const struct price_problem *p, const struct price_deal *deal)
{
    int64_t need = deal->count;
    int64_t sum = 0;

    if (deal->from->kind == SC_DEAL_WEIGHT_PRICE) { /* one line at least */
        sum = INT64_MAX;
        for (size_t i = 0; i < deal->item_count; i++)
            if (p->goods[deal->items[i]].price < sum)
                sum = p->goods[deal->items[i]].price;
        return sum;
    }
    for (size_t i = deal->item_count; i-- > 0 && need > 0;) { /* dearest stand first */
        const struct price_good *good = &p->goods[deal->items[i]];
        int64_t take = good->count < need ? good->count : need;
        sum += take * good->price;
        need -= take;
    }
    if (deal->from->kind == SC_DEAL_BUNDLE_TOTAL && sum < deal->from->value)
        return deal->from->value; /* else it would cost more than the shelf */
    return sum;
}

static bool is_in(const uint32_t *goods, size_t count, uint32_t wanted)
{
    for (size_t i = 0; i < count; i++)
        if (goods[i] == wanted)
            return true;
    return false;
}

struct lot {
    int64_t price, count;
};

static int dearer_lot(const void *a, const void *b)
{
    int64_t x = ((const struct lot *)a)->price;
    int64_t y = ((const struct lot *)b)->price;

    return (x < y) - (x > y);
}

/*
 * Nothing less can be paid outside of what deal `d` takes: every other unit at
 * the most that another deal can save on it, without the dearest that `d` may take.
 */
static int64_t least_outside(const struct solve *s, size_t d, struct lot *lots)
{
    const struct price_problem *p = s->p;
    const struct price_deal *own = &p->deals[d];
    int64_t can_take = own->max_uses * (own->count + own->get);
    int64_t sum = 0;
    size_t count = 0;

    if (own->from->kind == SC_DEAL_WEIGHT_PRICE || own->from->kind == SC_DEAL_PERCENT_OFF ||
        can_take > own->max_units)
        can_take = own->from->kind == SC_DEAL_WEIGHT_PRICE ? INT64_MAX : own->max_units;
    for (uint32_t g = 0; g < p->good_count; g++) {
        int64_t saving = 0;
        for (size_t e = 0; e < p->deal_count; e++) {
            const struct price_deal *other = &p->deals[e];
            if (e == d || !s->is_active[e])
                continue;
            int64_t one =
                price_unit_saving(other, &p->goods[g], is_in(other->items, other->item_count, g),
                                  is_in(other->gets, other->get_count, g));
            saving = one > saving ? one : saving;
        }
        int64_t price = p->goods[g].price > saving ? p->goods[g].price - saving : 0;
        sum += price * p->goods[g].count;
        if (is_in(own->items, own->item_count, g) || is_in(own->gets, own->get_count, g))
            lots[count++] = (struct lot){price, p->goods[g].count};
    }
    qsort(lots, count, sizeof *lots, dearer_lot);
    for (size_t i = 0; i < count && can_take > 0; i++) {
        int64_t take = lots[i].count < can_take ? lots[i].count : can_take;
        sum -= take * lots[i].price;
        can_take -= take;
    }
    return sum;
}

/* Leaves out the line deals whose threshold is missed whatever is chosen. */
static void drop_hopeless(struct solve *s)
{
    for (size_t d = 0; d < s->p->deal_count; d++) {
        const struct price_deal *deal = &s->p->deals[d];
        int64_t most = s->p->shelf;
        if (!deal->from->basket_min_counts_own)
            most -= least_shelf(s->p, deal);
        s->is_active[d] = !deal->has_threshold || most >= deal->from->basket_min;
    }
}

/* Is there a threshold that can go either way? Marks its line deals in `ret_open`. */
static bool find_open(const struct solve *s, int64_t least_sum, bool *ret_open, struct lot *lots)
{
    bool is_open = false;

    for (size_t d = 0; d < s->p->deal_count; d++) {
        const struct price_deal *deal = &s->p->deals[d];
        if (!s->is_active[d] || !deal->has_threshold)
            continue;
        int64_t least = deal->from->basket_min_counts_own ? least_sum : least_outside(s, d, lots);
        ret_open[d] = least < deal->from->basket_min;
        is_open |= ret_open[d];
    }
    for (size_t i = 0; i < s->p->basket_count; i++) {
        int64_t min = s->p->basket_deals[i]->basket_min;
        is_open |= least_sum < min && min <= s->p->shelf;
    }
    return is_open;
}

/* From the best of "all of them" and "none that is open", look through everything. */
static enum sc_status solve_linked(struct solve *s, const struct price_found *relaxed,
                                   const bool *is_open, struct price_found *ret_found)
{
    struct price_found start = *relaxed;
    struct price_found without;
    bool *all_active = s->is_active;
    bool *some = sc_arena_array(s->arena, s->p->deal_count + 1, sizeof *some);

    if (some == NULL)
        return SC_NO_MEMORY;
    for (size_t d = 0; d < s->p->deal_count; d++)
        some[d] = all_active[d] && !is_open[d];
    s->is_active = some;
    enum sc_status st = solve_free(s, &without);
    s->is_active = all_active;
    if (st != SC_OK)
        return st;
    if (!price_thresholds_hold(s->p, &start.choice) ||
        price_after_basket(s->p, without.choice.lines_sum, NULL) <
            price_after_basket(s->p, start.choice.lines_sum, NULL))
        start = without;
    struct price_part part = gather_part(s, true, 0);
    return price_search_linked(s->arena, s->p, &part, &start.choice, ret_found);
}

static enum sc_status solve_init(struct solve *s)
{
    size_t goods = s->p->good_count;
    size_t deals = s->p->deal_count + 1;

    s->is_active = sc_arena_array(s->arena, deals, sizeof *s->is_active);
    s->deals = sc_arena_array(s->arena, deals, sizeof *s->deals);
    s->goods = sc_arena_array(s->arena, goods + 1, sizeof *s->goods);
    s->part_of = sc_arena_array(s->arena, goods + 1, sizeof *s->part_of);
    for (size_t g = 0; g < goods; g++)
        s->taking_room += (size_t)s->p->goods[g].count;
    bool ok = s->is_active != NULL && s->deals != NULL && s->goods != NULL && s->part_of != NULL;
    return ok ? SC_OK : SC_NO_MEMORY;
}

enum sc_status price_solve(struct sc_arena *arena, const struct price_problem *p,
                           struct price_found *ret_found)
{
    struct solve s = {.arena = arena, .p = p};
    struct price_found found;
    enum sc_status st = solve_init(&s);

    if (st != SC_OK)
        return st;
    bool *is_open = sc_arena_array(arena, p->deal_count + 1, sizeof *is_open);
    struct lot *lots = sc_arena_array(arena, p->good_count + 1, sizeof *lots);
    if (is_open == NULL || lots == NULL)
        return SC_NO_MEMORY;
    drop_hopeless(&s);
    st = solve_free(&s, &found);
    if (st != SC_OK)
        return st;
    int64_t bound = price_after_basket_from(p, found.bound);
    int64_t value = price_after_basket(p, found.choice.lines_sum, NULL);
    bool holds = price_thresholds_hold(p, &found.choice);
    if ((!holds || value > bound) && find_open(&s, found.bound, is_open, lots))
        return solve_linked(&s, &found, is_open, ret_found);
    found.value = value;
    found.bound = found.bound == found.choice.lines_sum ? value : bound;
    *ret_found = found;
    return SC_OK;
}
