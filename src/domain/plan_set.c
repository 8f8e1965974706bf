#include "domain/plan_set.h"

#include <string.h>

enum {
    TOLL_ROUNDS = 8, /* of raising a bound, before branching */
};

#define NOWHERE UINT32_MAX /* in place of a shop: the line is left out */

/* Where a line is bought. */
struct pick {
    uint32_t shop;  /* of the set, or NOWHERE */
    uint32_t group; /* of the shop, or NOWHERE: a single */
    const struct plan_offer *offer;
};

/*
 * A way to deal with a line that can be banned. An offer of a group is two
 * ways: taken by the group, or as a single at its shelf price.
 */
struct way {
    bool *banned;
    struct pick pick; /* `offer` is NULL for leaving the line out */
};

/* One node of the search: the picks of its relaxed plan. */
struct frame {
    struct pick *picks;                       /* [line] */
    uint32_t contested;                       /* a line that two groups take, or NOWHERE */
    uint32_t contested_shop, contested_group; /* the second of them */
    struct frame *next;
};

struct plan_desk {
    struct plan_work *work;
    int64_t *worth;                   /* [line] */
    bool *missing_bans;               /* [line] */
    const struct plan_offer **basket; /* [line] */
    struct plan_best plan;            /* being valued */
    struct frame *frames;             /* the first; deeper ones are made when needed */
    struct way *ways;  /* of the set at hand, by line; listed when it needs branching */
    size_t *first_way; /* [line + 1] into ways */
    bool **bans;       /* set now, to be lifted in the opposite order */
    size_t ban_count;

    /* The set at hand. */
    const struct plan_goal *goal;
    struct plan_shop *const *shops;
    size_t shop_count;
    struct plan_stores stores;
    uint64_t nodes;
    int64_t bonus[SC_PLAN_VISITS_MAX]; /* see tune */
    int64_t *toll;                     /* [line] see raise_low; 0 but during that */
    uint32_t *takers;                  /* [line] groups that take the line in a relaxed plan */
    struct frame *tolled;              /* scratch */
};

static struct frame *frame_make(struct plan_work *work)
{
    struct frame *frame = sc_plan_array(work, 1, sizeof *frame);

    if (frame == NULL)
        return NULL;
    frame->picks = sc_plan_array(work, work->request->line_count, sizeof *frame->picks);
    return frame->picks != NULL ? frame : NULL;
}

struct plan_desk *sc_plan_desk_make(struct plan_work *work, const struct plan_shops *shops)
{
    size_t lines = work->request->line_count;
    size_t ways = lines;
    struct plan_desk *desk = sc_plan_array(work, 1, sizeof *desk);

    if (desk == NULL)
        return NULL;
    for (size_t i = 0; i < shops->count; i++) {
        ways += shops->at[i].single_first[lines];
        for (size_t g = 0; g < shops->at[i].group_count; g++)
            ways += shops->at[i].groups[g].offer_count;
    }
    desk->work = work;
    desk->worth = sc_plan_array(work, lines, sizeof *desk->worth);
    desk->missing_bans = sc_plan_array(work, lines, sizeof *desk->missing_bans);
    desk->basket = sc_plan_array(work, lines, sizeof *desk->basket);
    desk->toll = sc_plan_array(work, lines, sizeof *desk->toll);
    desk->takers = sc_plan_array(work, lines, sizeof *desk->takers);
    desk->tolled = frame_make(work);
    desk->frames = frame_make(work);
    desk->ways = sc_plan_array(work, ways, sizeof *desk->ways);
    desk->first_way = sc_plan_array(work, lines + 2, sizeof *desk->first_way);
    desk->bans = sc_plan_array(work, ways, sizeof *desk->bans);
    if (!sc_plan_best_init(work, &desk->plan) || work->status != SC_OK)
        return NULL;
    return desk;
}

static bool can_beat(const struct plan_desk *desk, int64_t low)
{
    return sc_plan_can_beat(desk->work, desk->goal->rival, low, &desk->stores);
}

static bool is_sold(const struct plan_desk *desk, uint32_t line)
{
    for (size_t s = 0; s < desk->shop_count; s++)
        if (desk->shops[s]->single_first[line] < desk->shops[s]->single_first[line + 1])
            return true;
    return false;
}

/* What leaving the line out costs. */
static int64_t missing_cost(const struct plan_desk *desk, uint32_t line)
{
    if (desk->goal->buys_all)
        return is_sold(desk, line) ? SC_PLAN_NEVER : 0;
    if (desk->missing_bans[line])
        return SC_PLAN_NEVER;
    return desk->work->request->missing_minor * SC_PLAN_FINE - 1;
}

static struct plan_question question_of(const struct plan_desk *desk, uint32_t s)
{
    return (struct plan_question){
        .worth = desk->worth,
        .bonus = desk->bonus[s],
        .is_by_shelf = desk->shops[s]->is_estimate,
    };
}

/* What a single costs after the shop's bonus, at least. */
static int64_t single_cost(const struct plan_desk *desk, uint32_t s,
                           const struct plan_offer *single)
{
    struct plan_question question = question_of(desk, s);
    int64_t low = sc_plan_after_bonus(&question, single);
    int64_t all_at_shelf = single->cost - question.bonus * single->shelf_minor;

    return low > all_at_shelf ? low : all_at_shelf;
}

/* The line's cheapest place outside of groups; its cost, less its toll, is its worth to the groups.
 */
static int64_t place_alone(struct plan_desk *desk, uint32_t line, struct pick *pick)
{
    int64_t least = missing_cost(desk, line);

    *pick = (struct pick){.shop = NOWHERE, .group = NOWHERE};
    for (uint32_t s = 0; s < desk->shop_count; s++) {
        const struct plan_shop *shop = desk->shops[s];
        int64_t bonus = desk->bonus[s];

        for (uint32_t i = shop->single_first[line]; i < shop->single_first[line + 1]; i++) {
            const struct plan_offer *single = &shop->singles[i];
            int64_t cost = bonus == 0 ? single->cost : single_cost(desk, s, single);

            if (shop->single_bans[i])
                continue;
            if (cost < least) {
                least = cost;
                *pick = (struct pick){.shop = s, .group = NOWHERE, .offer = single};
            }
            if (bonus == 0)
                break; /* the cheapest comes first */
        }
    }
    desk->worth[line] = least - desk->toll[line];
    desk->takers[line] = 0;
    return desk->worth[line];
}

/* The group takes what it gains most by. Returns the gain, at most. */
static int64_t place_group(struct plan_desk *desk, uint32_t s, uint32_t g, struct frame *frame)
{
    struct plan_group *group = &desk->shops[s]->groups[g];
    struct plan_question question = question_of(desk, s);
    int64_t gain = sc_plan_group_ask(desk->work, group, &question);

    for (size_t i = 0; i < group->taken_count; i++) {
        const struct plan_offer *offer = group->taken[i];
        struct pick *pick = &frame->picks[offer->line];

        desk->takers[offer->line]++;
        if (pick->group == NOWHERE) {
            *pick = (struct pick){.shop = s, .group = g, .offer = offer};
        } else if (frame->contested == NOWHERE) {
            frame->contested = offer->line;
            frame->contested_shop = s;
            frame->contested_group = g;
        }
    }
    return gain;
}

/* The relaxed plan under the present bans. Returns a fine cost that no plan under them is below. */
static int64_t relax(struct plan_desk *desk, struct frame *frame)
{
    int64_t low = 0;

    frame->contested = NOWHERE;
    for (size_t s = 0; s < desk->shop_count; s++)
        low += desk->shops[s]->fixed + desk->bonus[s] * desk->shops[s]->needs_minor;
    for (uint32_t line = 0; line < desk->work->request->line_count; line++)
        low += place_alone(desk, line, &frame->picks[line]);
    for (uint32_t s = 0; s < desk->shop_count; s++)
        for (uint32_t g = 0; g < desk->shops[s]->group_count; g++)
            low -= place_group(desk, s, g, frame);
    return low;
}

/* What a shop's picks cost, all lines together, deposits included. */
struct shop_bill {
    int64_t goods; /* as found */
    int64_t bound; /* no less */
    size_t count;  /* of picks */
};

/* The picks of shop `s`, into desk->basket. */
static size_t gather(struct plan_desk *desk, uint32_t s, const struct frame *frame)
{
    size_t count = 0;

    for (size_t line = 0; line < desk->work->request->line_count; line++)
        if (frame->picks[line].shop == s)
            desk->basket[count++] = frame->picks[line].offer;
    return count;
}

/* The picks of shop `s` that its group `g` may take, as the group's own offers. */
static size_t gather_group(struct plan_desk *desk, uint32_t s, uint32_t g,
                           const struct frame *frame)
{
    const struct plan_group *group = &desk->shops[s]->groups[g];
    size_t count = 0;

    for (size_t i = 0; i < group->offer_count; i++) {
        const struct pick *pick = &frame->picks[group->offers[i].line];

        if (pick->shop == s && pick->offer->accept == group->offers[i].accept)
            desk->basket[count++] = &group->offers[i];
    }
    return count;
}

/*
 * The sum over singles and groups: no case's price is above, and its own is not
 * below. In a relaxed plan without a bonus every group has been asked about all
 * that it may take; else the groups are asked again about what was picked.
 */
static struct shop_bill add_up(struct plan_desk *desk, uint32_t s, const struct frame *frame)
{
    const struct plan_shop *shop = desk->shops[s];
    bool asks_again = frame->contested != NOWHERE || desk->bonus[s] > 0;
    struct shop_bill bill = {0};

    for (size_t line = 0; line < desk->work->request->line_count; line++) {
        const struct pick *pick = &frame->picks[line];

        if (pick->shop != s)
            continue;
        bill.count++;
        if (pick->group == NOWHERE && !(asks_again && pick->offer->group != SC_PLAN_NO_GROUP))
            bill.goods += pick->offer->cost / SC_PLAN_FINE;
    }
    bill.bound = bill.goods;
    for (uint32_t g = 0; bill.count > 0 && g < shop->group_count; g++) {
        struct plan_group *group = &shop->groups[g];
        struct plan_basket basket = group->basket;
        size_t count = asks_again ? gather_group(desk, s, g, frame) : group->taken_count;

        if (count == 0)
            continue;
        if (asks_again)
            basket = sc_plan_group_price(desk->work, group, desk->basket, count);
        bill.goods += basket.high / SC_PLAN_FINE;
        bill.bound += basket.low / SC_PLAN_FINE;
    }
    return bill;
}

/*
 * Every threshold that the shop takes for granted is reached, even if its deal
 * took all it can and paid full price for it.
 */
static bool thresholds_hold(struct plan_desk *desk, uint32_t s, const struct frame *frame,
                            const struct shop_bill *bill)
{
    const struct plan_shop *shop = desk->shops[s];
    size_t count = gather(desk, s, frame);
    int64_t paid = bill->bound;

    for (size_t i = 0; i < count; i++)
        paid -= desk->basket[i]->deposit_minor;
    for (size_t t = 0; t < shop->threshold_count; t++) {
        const struct plan_threshold *threshold = &shop->thresholds[t];
        int64_t others = paid;

        for (size_t i = 0; !threshold->counts_own && i < count; i++)
            if (threshold->touches[desk->basket[i]->price])
                others -= desk->basket[i]->shelf_minor;
        if (others < threshold->basket_min)
            return false;
    }
    return true;
}

static struct shop_bill bill_of(struct plan_desk *desk, uint32_t s, const struct frame *frame)
{
    const struct plan_shop *shop = desk->shops[s];
    struct shop_bill bill = {0};

    if (!shop->is_estimate) {
        bill = add_up(desk, s, frame);
        if (thresholds_hold(desk, s, frame, &bill))
            return bill;
    }
    bill.count = gather(desk, s, frame);
    if (bill.count == 0)
        return (struct shop_bill){0};

    struct plan_bill paid = sc_plan_ring_up(desk->work, &shop->till, desk->basket, bill.count);

    bill.goods = paid.goods + paid.deposits;
    bill.bound = paid.goods_bound + paid.deposits;
    return bill;
}

/* Values the picks as a plan and offers it. Returns the fine cost that they cannot be below. */
static int64_t value(struct plan_desk *desk, const struct frame *frame)
{
    struct plan_best *plan = &desk->plan;
    const struct sc_plan_request *request = desk->work->request;
    int64_t bound = 0, missing = 0;
    bool is_whole = desk->work->status == SC_OK;

    plan->goods_minor = 0;
    plan->stores = (struct plan_stores){0};
    for (uint32_t s = 0; s < desk->shop_count; s++) {
        struct shop_bill bill = bill_of(desk, s, frame);

        plan->goods_minor += bill.goods;
        bound += bill.bound;
        if (bill.count > 0)
            sc_plan_stores_add(desk->work, &plan->stores, desk->shops[s]->store);
    }
    for (uint32_t line = 0; line < request->line_count; line++) {
        const struct pick *pick = &frame->picks[line];

        plan->choices[line] = (struct sc_plan_choice){.store = SC_PLAN_MISSING};
        if (pick->shop != NOWHERE) {
            plan->choices[line].store = desk->shops[pick->shop]->store;
            plan->choices[line].accept = pick->offer->accept;
        } else {
            missing++;
            is_whole = is_whole && !(desk->goal->buys_all && is_sold(desk, line));
        }
    }

    int64_t extra = plan->stores.visits_minor;

    if (!desk->goal->buys_all)
        extra += missing * request->missing_minor;
    plan->cost_minor = plan->goods_minor + extra;
    for (size_t i = plan->stores.count > 0 ? plan->stores.count - 1 : 0;
         is_whole && i < desk->goal->best_count; i++)
        sc_plan_best_offer(desk->work, &desk->goal->bests[i], plan);
    return (bound + extra) * SC_PLAN_FINE - missing;
}

static int64_t search(struct plan_desk *desk, struct frame *frame);

static int64_t search_below(struct plan_desk *desk, struct frame *frame)
{
    if (frame->next == NULL)
        frame->next = frame_make(desk->work);
    return frame->next != NULL ? search(desk, frame->next) : INT64_MIN;
}

static void ban(struct plan_desk *desk, bool *flag)
{
    if (*flag)
        return;
    *flag = true;
    desk->bans[desk->ban_count++] = flag;
}

static void lift_bans(struct plan_desk *desk, size_t down_to)
{
    while (desk->ban_count > down_to)
        *desk->bans[--desk->ban_count] = false;
}

/* Counts a way of the line (in pass 0), or puts it in its place (in pass 1). */
static void note_way(struct plan_desk *desk, int pass, uint32_t line, struct way way)
{
    if (pass == 0)
        desk->first_way[line + 2]++;
    else
        desk->ways[desk->first_way[line + 1]++] = way;
}

/* Sorts by counting: after pass 1 the line's ways start at first_way[line]. */
static void list_ways(struct plan_desk *desk)
{
    size_t lines = desk->work->request->line_count;

    memset(desk->first_way, 0, (lines + 2) * sizeof *desk->first_way);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t line = 0; line < lines; line++) {
            struct way out = {&desk->missing_bans[line], {NOWHERE, NOWHERE, NULL}};

            note_way(desk, pass, line, out);
        }
        for (uint32_t s = 0; s < desk->shop_count; s++) {
            const struct plan_shop *shop = desk->shops[s];

            for (uint32_t i = 0; i < shop->single_first[lines]; i++) {
                struct way single = {&shop->single_bans[i], {s, NOWHERE, &shop->singles[i]}};

                note_way(desk, pass, shop->singles[i].line, single);
            }
            for (uint32_t g = 0; g < shop->group_count; g++) {
                const struct plan_group *group = &shop->groups[g];

                for (size_t i = 0; i < group->offer_count; i++) {
                    struct way taken = {&group->bans[i], {s, g, &group->offers[i]}};

                    note_way(desk, pass, group->offers[i].line, taken);
                }
            }
        }
        for (size_t line = 0; pass == 0 && line < lines; line++)
            desk->first_way[line + 2] += desk->first_way[line + 1];
    }
}

/*
 * A line that several groups take is counted as often in the relaxed cost, which
 * is then too low. A toll on it, owed by each group that takes it and given back
 * once, keeps the cost a bound (a Lagrange multiplier of "at most one takes it").
 * Steps towards tolls at which no line is contested raise the bound, and the
 * plans on the way are good ones.
 */
static int64_t raise_low(struct plan_desk *desk, int64_t low)
{
    size_t lines = desk->work->request->line_count;
    int64_t best = low;

    for (size_t round = 0; round < TOLL_ROUNDS && can_beat(desk, best); round++) {
        int64_t wrong = 0;
        int64_t above = desk->goal->rival->cost_minor * SC_PLAN_FINE - low;
        for (size_t line = 0; line < lines; line++)
            wrong += desk->takers[line] > 1 || (desk->takers[line] == 0 && desk->toll[line] > 0);
        if (wrong == 0 || sc_plan_step(desk->work))
            break;
        int64_t step = above / wrong + 1;
        for (size_t line = 0; line < lines; line++) {
            if (desk->takers[line] > 1)
                desk->toll[line] += step;
            else if (desk->takers[line] == 0)
                desk->toll[line] -= step < desk->toll[line] ? step : desk->toll[line];
        }
        low = relax(desk, desk->tolled);
        if (low > best)
            best = low;
        value(desk, desk->tolled);
    }
    memset(desk->toll, 0, lines * sizeof *desk->toll);
    return best;
}

/* Both buy the same of the same store, or both leave the line out. */
static bool is_same(const struct pick *a, const struct pick *b)
{
    if (a->shop != b->shop)
        return false;
    return a->shop == NOWHERE || a->offer->accept == b->offer->accept;
}

static void ban_ways(struct plan_desk *desk, uint32_t line, const struct pick *pick, bool are_same)
{
    for (size_t i = desk->first_way[line]; i < desk->first_way[line + 1]; i++)
        if (is_same(&desk->ways[i].pick, pick) == are_same)
            ban(desk, desk->ways[i].banned);
}

/* Bans those ways of the line that the group takes, or those that it does not. */
static void ban_group(struct plan_desk *desk, uint32_t line, uint32_t s, uint32_t g, bool are_in)
{
    for (size_t i = desk->first_way[line]; i < desk->first_way[line + 1]; i++) {
        const struct pick *pick = &desk->ways[i].pick;

        if ((pick->shop == s && pick->group == g) == are_in)
            ban(desk, desk->ways[i].banned);
    }
}

/* The line has a choice left that a shop's threshold or basket deal may depend on. */
static bool is_open(const struct plan_desk *desk, uint32_t line, const struct pick *pick)
{
    bool has_other = false, matters = false;

    for (size_t i = desk->first_way[line]; i < desk->first_way[line + 1]; i++) {
        const struct way *way = &desk->ways[i];

        if (*way->banned || (desk->goal->buys_all && way->pick.shop == NOWHERE))
            continue;
        has_other = has_other || !is_same(&way->pick, pick);
        matters =
            matters || (way->pick.shop != NOWHERE && !desk->shops[way->pick.shop]->is_additive);
    }
    return has_other && matters;
}

/* The open line with the dearest pick: what bans decide most by. */
static uint32_t open_line(const struct plan_desk *desk, const struct frame *frame)
{
    uint32_t found = NOWHERE;
    int64_t dearest = -1;

    for (uint32_t line = 0; line < desk->work->request->line_count; line++) {
        const struct pick *pick = &frame->picks[line];
        int64_t shelf = pick->shop != NOWHERE ? pick->offer->shelf_minor : 0;

        if (shelf > dearest && is_open(desk, line, pick)) {
            found = line;
            dearest = shelf;
        }
    }
    return found;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The line is in the group, or it is not. */
static int64_t branch_contested(struct plan_desk *desk, struct frame *frame)
{
    size_t mark = desk->ban_count;
    int64_t low = INT64_MAX;

    for (int are_in = 0; are_in < 2; are_in++) {
        ban_group(desk, frame->contested, frame->contested_shop, frame->contested_group,
                  are_in != 0);
        low = least(low, search_below(desk, frame));
        lift_bans(desk, mark);
    }
    return low;
}

/*
 * Every plan but the node's own differs from it in some first line: for each
 * line in turn, the plans that differ there and agree before. `own` is the
 * cost of the node's plan; what is left open is placed as well as can be.
 */
static int64_t branch_open(struct plan_desk *desk, struct frame *frame, int64_t low, int64_t own)
{
    size_t mark = desk->ban_count;
    int64_t found = own;

    for (;;) {
        uint32_t line = open_line(desk, frame);

        if (line == NOWHERE)
            break;
        if (!can_beat(desk, low)) {
            found = least(found, low);
            break;
        }

        size_t here = desk->ban_count;

        ban_ways(desk, line, &frame->picks[line], true);
        found = least(found, search_below(desk, frame));
        lift_bans(desk, here);
        ban_ways(desk, line, &frame->picks[line], false);
        if (desk->work->is_spent || desk->nodes >= desk->goal->most_nodes) {
            found = least(found, low);
            break;
        }
    }
    lift_bans(desk, mark);
    return found;
}

static bool all_additive(const struct plan_desk *desk)
{
    for (size_t s = 0; s < desk->shop_count; s++)
        if (!desk->shops[s]->is_additive)
            return false;
    return true;
}

/* Searches what the present bans leave. Returns a fine cost that no plan there is below. */
static int64_t search(struct plan_desk *desk, struct frame *frame)
{
    int64_t low = relax(desk, frame);

    if (!can_beat(desk, low))
        return low;

    int64_t own = value(desk, frame);

    if (sc_plan_step(desk->work) || ++desk->nodes >= desk->goal->most_nodes || !can_beat(desk, low))
        return low;
    if (frame->contested == NOWHERE && all_additive(desk))
        return low;
    if (frame->contested != NOWHERE) {
        low = raise_low(desk, low);
        if (!can_beat(desk, low))
            return low;
    }
    if (desk->first_way[0] == desk->first_way[1])
        list_ways(desk);
    if (frame->contested != NOWHERE)
        return branch_contested(desk, frame);
    return branch_open(desk, frame, low, own);
}

/* What the picks spend in shop `s` as its bonus counts it, more or less, in minor units. */
static int64_t spent_in(const struct plan_desk *desk, uint32_t s, const struct frame *frame)
{
    struct plan_question question = question_of(desk, s);
    int64_t spent = 0;

    for (size_t line = 0; line < desk->work->request->line_count; line++) {
        const struct plan_offer *offer = frame->picks[line].offer;

        if (frame->picks[line].shop != s)
            continue;
        if (question.is_by_shelf)
            spent += offer->shelf_minor;
        else if (sc_plan_after_bonus(&question, offer) < offer->own)
            spent += offer->other / SC_PLAN_FINE - offer->deposit_minor;
    }
    return spent;
}

/*
 * A shop's deals are granted only to plans that spend `needs_minor` there, so
 * for them a bonus b on each minor unit spent, less b * needs, is no loss: with
 * any b >= 0 the relaxed cost stays a bound, and where the needs are missed a
 * better one. Halving finds the b that bounds best.
 *
 * Spent is what is paid for all that the threshold's own deal does not take (if
 * it counts its own: for all). A plan may use other deals less to reach the
 * needs; as b is at most 1, what it then pays more outweighs the bonus. Before
 * a basket deal shelf prices stand in for what is paid.
 */
static void tune(struct plan_desk *desk, struct frame *frame, uint32_t s)
{
    int64_t best_low = relax(desk, frame), best_bonus = 0, bonus = 0;

    if (spent_in(desk, s, frame) >= desk->shops[s]->needs_minor)
        return;
    for (int64_t step = SC_PLAN_FINE / 2; step > 0 && can_beat(desk, best_low); step /= 2) {
        if (spent_in(desk, s, frame) < desk->shops[s]->needs_minor)
            bonus += step;
        else
            bonus -= step;
        desk->bonus[s] = bonus;

        int64_t low = relax(desk, frame);

        if (low > best_low) {
            best_low = low;
            best_bonus = bonus;
        }
        value(desk, frame);
        if (sc_plan_step(desk->work))
            break;
    }
    desk->bonus[s] = best_bonus;
}

int64_t sc_plan_set_solve(struct plan_desk *desk, const struct plan_goal *goal,
                          struct plan_shop *const *shops, size_t shop_count)
{
    desk->goal = goal;
    desk->shops = shops;
    desk->shop_count = shop_count;
    desk->stores = (struct plan_stores){0};
    desk->nodes = 0;
    desk->first_way[0] = desk->first_way[1] = 0; /* not listed yet */
    for (uint32_t s = 0; s < shop_count; s++) {
        sc_plan_stores_add(desk->work, &desk->stores, shops[s]->store);
        desk->bonus[s] = 0;
    }
    for (uint32_t s = 0; s < shop_count && !desk->work->is_spent; s++)
        if (shops[s]->needs_minor > 0)
            tune(desk, desk->frames, s);
    return search(desk, desk->frames);
}
