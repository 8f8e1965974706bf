#include "domain/price_search.h"

#include <assert.h>

#include "domain/price_seen.h"

enum {
    STEPS_A_LOOK = 1024, /* steps between two looks at the work limit */
    DEPTH_MAX = 20000,   /* nested calls: some 4 MB of stack */
};

struct search {
    const struct price_problem *p;
    const struct price_part *part;
    bool is_linked;
    bool is_stopped;
    bool is_cut; /* something was left unseen */
    int64_t shelf;
    int64_t saved;
    int64_t *rem;   /* units left, by good of the problem */
    size_t *local;  /* number in the part, by good of the problem */
    int64_t *bound; /* most a unit can still save, [deal of the part][good of the part] */
    size_t *last;   /* last deal of the part that takes the good, + 1; by good of the part */
    struct price_taking *trail;
    size_t trail_len, trail_room;
    struct price_found best;
    int64_t floor; /* no choice is below: reaching it ends the search */
    struct price_seen seen;
    uint64_t steps;
    int depth;
};

/* How far one deal has been used on the way to here. */
struct used {
    size_t at; /* the deal, in the part */
    int64_t uses, units, pays, shelf;
    uint64_t past; /* what thresholds must know of the deals before it */
};

static void next_use(struct search *s, const struct used *used);
static void enter_deal(struct search *s, size_t at, uint64_t past);

static const struct price_deal *deal_at(const struct search *s, size_t at)
{
    return &s->p->deals[s->part->deals[at]];
}

static bool may_go_on(struct search *s)
{
    const struct sc_work_limit *limit = &s->p->request->limit;

    if (s->is_stopped)
        return false;
    if (++s->steps % STEPS_A_LOOK == 0 && limit->is_spent != NULL &&
        limit->is_spent(limit->context)) {
        s->is_stopped = true;
        s->is_cut = true;
        return false;
    }
    return true;
}

static int64_t unit_bound(const struct search *s, size_t at, uint32_t good)
{
    return s->bound[at * s->part->good_count + s->local[good]];
}

/* The least value that can come of this state, with deals from `at` on. */
static int64_t lower_bound(const struct search *s, size_t at)
{
    const int64_t *bound = s->bound + at * s->part->good_count;
    int64_t sum = s->shelf - s->saved;

    for (size_t g = 0; g < s->part->good_count; g++)
        sum -= s->rem[s->part->goods[g]] * bound[g];
    if (sum < 0)
        sum = 0;
    return s->is_linked ? price_after_basket_from(s->p, sum) : sum;
}

static void keep_best(struct search *s)
{
    struct price_choice now = {s->trail, s->trail_len, s->shelf - s->saved};
    int64_t value = s->is_linked ? price_after_basket(s->p, now.lines_sum, NULL) : now.lines_sum;

    if (value < s->best.value && (!s->is_linked || price_thresholds_hold(s->p, &now))) {
        s->best.value = value;
        s->best.choice.count = s->trail_len;
        s->best.choice.lines_sum = now.lines_sum;
        memcpy(s->best.choice.takings, s->trail, s->trail_len * sizeof *s->trail);
    }
    if (s->best.value <= s->floor)
        s->is_stopped = true;
    if (s->p->request->no_search) {
        s->is_stopped = true;
        s->is_cut = true;
    }
}

/* True when nothing better can come of this state: it was here before. */
static bool was_here(struct search *s, const struct used *used)
{
    const struct price_deal *deal = deal_at(s, used->at);
    struct price_state state = price_state_begin(used->at);

    for (size_t g = 0; g < s->part->good_count; g++)
        if (s->last[g] > used->at)
            price_state_add(&state, (uint64_t)s->rem[s->part->goods[g]]);
    if (deal->from->max_uses != SC_DEAL_NO_LIMIT || used->uses == 0)
        price_state_add(&state, (uint64_t)used->uses);
    if (deal->from->max_units != SC_DEAL_NO_LIMIT)
        price_state_add(&state, (uint64_t)used->units);
    if (s->is_linked) {
        price_state_add(&state, (uint64_t)s->saved);
        price_state_add(&state, (uint64_t)used->pays);
        price_state_add(&state, (uint64_t)used->shelf);
        price_state_add(&state, (uint64_t)(used->uses > 0));
        price_state_add(&state, used->past);
    }
    return price_seen_before(&s->seen, &state, s->saved);
}

static void push(struct search *s, const struct used *used, uint32_t good, int64_t amount,
                 bool is_got)
{
    assert(s->trail_len < s->trail_room); /* each entry takes a unit, and units are counted */
    s->trail[s->trail_len++] = (struct price_taking){
        .deal = s->part->deals[used->at],
        .good = good,
        .amount = amount,
        .is_got = is_got,
    };
    s->rem[good] -= amount;
}

static void pop(struct search *s)
{
    const struct price_taking *last = &s->trail[--s->trail_len];

    s->rem[last->good] += last->amount;
}

/* What the use that begins at `first` of the trail pays. Its arrays must not burden the recursion.
 */
static __attribute__((noinline)) int64_t pays_of_use(const struct search *s,
                                                     const struct price_deal *deal, size_t first,
                                                     int64_t shelf)
{
    const struct price_taking *t = s->trail;
    const struct price_good *goods = s->p->goods;
    uint32_t lines[SC_PRICE_LINES_MAX];
    int64_t pays[SC_PRICE_LINES_MAX];
    int64_t sum = 0;
    int64_t cheapest = INT64_MAX;

    switch (deal->from->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
        return deal->from->value;
    case SC_DEAL_AMOUNT_OFF:
        return shelf > deal->from->value ? shelf - deal->from->value : 0;
    case SC_DEAL_PERCENT_OFF:
        for (size_t i = first; i < s->trail_len; i++)
            sum += t[i].amount * price_after_percent(goods[t[i].good].price, deal->from->value);
        return sum;
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
        for (size_t i = first; i < s->trail_len; i++)
            if (goods[t[i].good].price < cheapest)
                cheapest = goods[t[i].good].price;
        return shelf - cheapest + price_after_percent(cheapest, deal->from->value);
    case SC_DEAL_BUY_GET:
        for (size_t i = first; i < s->trail_len; i++)
            sum += t[i].amount * (t[i].is_got ? deal->from->value : goods[t[i].good].price);
        return sum;
    case SC_DEAL_WEIGHT_PRICE:
        for (size_t i = first; i < s->trail_len; i++)
            lines[i - first] = t[i].good;
        return price_weighed(deal->from, goods, lines, s->trail_len - first, pays);
    case SC_DEAL_BASKET_PERCENT_OFF:
    case SC_DEAL_BASKET_AMOUNT_OFF:
    case SC_DEAL_UNPRICED:
        break;
    }
    assert(false && "a line deal");
    return shelf;
}

/* The use whose takings begin at `first` is whole: count it and go on. */
static void complete_use(struct search *s, const struct used *used, size_t first)
{
    const struct price_deal *deal = deal_at(s, used->at);
    struct used after = *used;
    int64_t shelf = 0;

    for (size_t i = first; i < s->trail_len; i++) {
        shelf += s->trail[i].amount * s->p->goods[s->trail[i].good].price;
        after.units += s->trail[i].amount;
    }
    int64_t pays = pays_of_use(s, deal, first, shelf);
    /* A use that saves nothing changes no sum. One that costs can only help a
     * threshold, and only beside others of its deal that save as much. */
    if (pays == shelf || (pays > shelf && !s->is_linked))
        return;
    after.uses++;
    after.pays += pays;
    after.shelf += shelf;
    s->trail[first].is_first = true;
    s->trail[first].use_pays = pays;
    s->saved += shelf - pays;
    next_use(s, &after);
    s->saved -= shelf - pays;
}

static int64_t left_in(const struct search *s, const uint32_t *goods, size_t count)
{
    int64_t units = 0;

    for (size_t i = 0; i < count; i++)
        units += s->rem[goods[i]];
    return units;
}

/* buy_get: up to `most` units more at `value`, from the deal's get set. */
static void pick_gets(struct search *s, const struct used *used, size_t first, size_t from,
                      int64_t most, bool has_got)
{
    const struct price_deal *deal = deal_at(s, used->at);

    if (!may_go_on(s))
        return;
    if (from == deal->get_count || most == 0) {
        if (has_got)
            complete_use(s, used, first);
        return;
    }
    uint32_t good = deal->gets[from];
    s->depth++;
    for (int64_t a = s->rem[good] < most ? s->rem[good] : most; a >= 0; a--) {
        if (a > 0)
            push(s, used, good, a, true);
        pick_gets(s, used, first, from + 1, most - a, has_got || a > 0);
        if (a > 0)
            pop(s);
    }
    s->depth--;
}

/* Exactly `need` units out of the deal's items from number `from` on. */
static void pick_exactly(struct search *s, const struct used *used, size_t first, size_t from,
                         int64_t need)
{
    const struct price_deal *deal = deal_at(s, used->at);
    bool is_buy = deal->from->kind == SC_DEAL_BUY_GET;

    if (!may_go_on(s))
        return;
    if (need == 0) {
        int64_t room = deal->max_units - used->units - deal->count;
        if (!is_buy)
            complete_use(s, used, first);
        else if (room > 0)
            pick_gets(s, used, first, 0, deal->get < room ? deal->get : room, false);
        return;
    }
    /* What is bought at shelf price had better be cheap: from the end. */
    size_t left = deal->item_count - from;
    if (left_in(s, deal->items + (is_buy ? 0 : from), left) < need)
        return;
    uint32_t good = deal->items[is_buy ? left - 1 : from];
    s->depth++;
    for (int64_t a = s->rem[good] < need ? s->rem[good] : need; a >= 0; a--) {
        if (a > 0)
            push(s, used, good, a, false);
        pick_exactly(s, used, first, from + 1, need - a);
        if (a > 0)
            pop(s);
    }
    s->depth--;
}

/* Any set: percent_off (at least `count` units, at most `most`) and weight_price (enough grams). */
static void pick_any(struct search *s, const struct used *used, size_t first, size_t from,
                     int64_t taken, int64_t most)
{
    const struct price_deal *deal = deal_at(s, used->at);
    bool is_weight = deal->from->kind == SC_DEAL_WEIGHT_PRICE;

    if (!may_go_on(s))
        return;
    if (from == deal->item_count) {
        if (taken > 0 && taken >= (is_weight ? deal->from->min_grams : deal->count))
            complete_use(s, used, first);
        return;
    }
    uint32_t good = deal->items[from];
    int64_t a = s->rem[good] < most ? s->rem[good] : most;
    /* Nobody else wants what is left of it, and every unit may pay: take all or nothing less. */
    bool takes_all = !s->is_linked && !is_weight && deal->from->max_units == SC_DEAL_NO_LIMIT &&
                     unit_bound(s, used->at + 1, good) == 0;
    int64_t least = takes_all ? a : 0;
    s->depth++;
    for (; a >= least; a--) {
        if (a > 0)
            push(s, used, good, a, false);
        pick_any(s, used, first, from + 1, taken + (is_weight ? a * s->p->goods[good].grams : a),
                 most - a);
        if (a > 0)
            pop(s);
    }
    s->depth--;
}

static void use_again(struct search *s, const struct used *used)
{
    const struct price_deal *deal = deal_at(s, used->at);
    bool is_weight = deal->from->kind == SC_DEAL_WEIGHT_PRICE;

    if (is_weight || deal->from->kind == SC_DEAL_PERCENT_OFF) {
        if (used->uses == 0)
            pick_any(s, used, s->trail_len, 0, 0, is_weight ? INT64_MAX : deal->max_units);
        return;
    }
    if (used->uses < deal->max_uses && used->units + deal->count <= deal->max_units)
        pick_exactly(s, used, s->trail_len, 0, deal->count);
}

static void next_use(struct search *s, const struct used *used)
{
    if (!may_go_on(s) || lower_bound(s, used->at) >= s->best.value || was_here(s, used))
        return;
    s->depth++;
    if (s->depth < DEPTH_MAX)
        use_again(s, used);
    else
        s->is_cut = true;
    if (used->pays <= used->shelf) {
        const struct price_deal *deal = deal_at(s, used->at);
        uint64_t past = used->past;
        if (s->is_linked && deal->has_threshold && used->uses > 0)
            past = price_state_mix(past, used->at,
                                   deal->from->basket_min_counts_own ? -1 : used->pays);
        enter_deal(s, used->at + 1, past);
    }
    s->depth--;
}

static void enter_deal(struct search *s, size_t at, uint64_t past)
{
    if (!may_go_on(s))
        return;
    if (at == s->part->deal_count) {
        keep_best(s);
        return;
    }
    const struct used none = {.at = at, .past = past};
    next_use(s, &none);
}

/* The numbers of the part's goods, and how much a unit can still save from each deal on. */
static bool set_bounds(struct search *s, struct sc_arena *arena)
{
    const struct price_part *part = s->part;
    size_t width = part->good_count;

    s->bound = sc_arena_array(arena, (part->deal_count + 1) * width, sizeof *s->bound);
    s->last = sc_arena_array(arena, width, sizeof *s->last);
    s->local = sc_arena_array(arena, s->p->good_count, sizeof *s->local);
    if (s->bound == NULL || s->last == NULL || s->local == NULL)
        return false;
    for (size_t g = 0; g < width; g++)
        s->local[part->goods[g]] = g;
    for (size_t at = part->deal_count; at-- > 0;) {
        const struct price_deal *deal = deal_at(s, at);
        int64_t *row = s->bound + at * width;
        memcpy(row, row + width, width * sizeof *row);
        for (size_t i = 0; i < deal->item_count + deal->get_count; i++) {
            bool is_item = i < deal->item_count;
            uint32_t good = is_item ? deal->items[i] : deal->gets[i - deal->item_count];
            size_t g = s->local[good];
            int64_t saving = price_unit_saving(deal, &s->p->goods[good], is_item, !is_item);
            if (row[g] < saving)
                row[g] = saving;
            if (s->last[g] < at + 1)
                s->last[g] = at + 1;
        }
    }
    return true;
}

static enum sc_status search_init(struct search *s, struct sc_arena *arena)
{
    const struct price_part *part = s->part;
    struct price_taking *best;

    s->rem = sc_arena_array(arena, s->p->good_count, sizeof *s->rem);
    if (s->rem == NULL || !set_bounds(s, arena))
        return SC_NO_MEMORY;
    for (size_t g = 0; g < part->good_count; g++) {
        const struct price_good *good = &s->p->goods[part->goods[g]];
        s->rem[part->goods[g]] = good->count;
        s->trail_room += (size_t)good->count;
        s->shelf += good->price * good->count;
    }
    s->trail = sc_arena_alloc(arena, s->trail_room * sizeof *s->trail);
    best = sc_arena_alloc(arena, s->trail_room * sizeof *best);
    if (s->trail == NULL || best == NULL)
        return SC_NO_MEMORY;
    s->best.choice = (struct price_choice){.takings = best, .lines_sum = s->shelf};
    price_seen_init(&s->seen, arena);
    return SC_OK;
}

static void search_run(struct search *s)
{
    s->floor = lower_bound(s, 0);
    if (s->best.value > s->floor)
        enter_deal(s, 0, 0);
    s->best.bound = s->is_cut && s->floor < s->best.value ? s->floor : s->best.value;
}

enum sc_status price_search_free(struct sc_arena *arena, const struct price_problem *p,
                                 const struct price_part *part, struct price_found *ret_found)
{
    struct search s = {.p = p, .part = part};
    enum sc_status st = search_init(&s, arena);

    if (st != SC_OK)
        return st;
    s.best.value = s.shelf; /* no deal at all */
    search_run(&s);
    *ret_found = s.best;
    return SC_OK;
}

enum sc_status price_search_linked(struct sc_arena *arena, const struct price_problem *p,
                                   const struct price_part *part, const struct price_choice *start,
                                   struct price_found *ret_found)
{
    struct search s = {.p = p, .part = part, .is_linked = true};
    enum sc_status st = search_init(&s, arena);

    if (st != SC_OK)
        return st;
    assert(start->count <= s.trail_room);
    s.best.value = price_after_basket(p, start->lines_sum, NULL);
    s.best.choice.lines_sum = start->lines_sum;
    s.best.choice.count = start->count;
    if (start->count > 0)
        memcpy(s.best.choice.takings, start->takings, start->count * sizeof *start->takings);
    search_run(&s);
    *ret_found = s.best;
    return SC_OK;
}
