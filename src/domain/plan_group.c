#include "domain/plan_group.h"

#include <assert.h>

enum {
    MEMO_OFFERS = 64,          /* groups of more offers price each basket anew */
    MEMO_FIRST_SLOTS = 16,     /* a power of two */
    MEMO_MOST_SLOTS = 1 << 16, /* of 24 bytes: a group's memory stays below 4 MiB */
};

struct memo_slot {
    uint64_t key; /* one bit an offer; 0: free, for the empty basket is never priced */
    struct plan_basket basket;
};

struct memo {
    struct memo_slot *slots;
    size_t slot_count;
    size_t used;
};

/* A member as the question sees it. */
struct candidate {
    const struct plan_member *member;
    int64_t gain;      /* of its best offer at that offer's bound */
    int64_t gain_rest; /* the positive gains of this candidate and all behind it */
};

struct plan_notes {
    struct memo memo;
    struct candidate *candidates;      /* [member] */
    const struct plan_offer **chosen;  /* [member] */
    const struct plan_offer **by_line; /* [member] */
};

/* One search for the answer. */
struct hunt {
    struct plan_work *work;
    struct plan_group *group;
    const struct plan_question *question;
    struct candidate *candidates;
    size_t count;
    const struct plan_offer **chosen;
    size_t chosen_count;
    int64_t best;
};

bool sc_plan_group_init(struct plan_work *work, struct plan_group *group)
{
    struct plan_notes *notes = sc_plan_array(work, 1, sizeof *notes);

    group->members = sc_plan_array(work, group->offer_count, sizeof *group->members);
    group->taken = sc_plan_array(work, group->offer_count, sizeof *group->taken);
    group->bans = sc_plan_array(work, group->offer_count, sizeof *group->bans);
    if (work->status != SC_OK)
        return false;
    for (uint32_t i = 0; i < group->offer_count; i++) {
        uint32_t line = group->offers[i].line;

        if (i == 0 || line != group->offers[i - 1].line)
            group->members[group->member_count++] =
                (struct plan_member){.line = line, .first_offer = i};
        group->members[group->member_count - 1].offer_count++;
    }
    notes->candidates = sc_plan_array(work, group->member_count, sizeof *notes->candidates);
    notes->chosen = sc_plan_array(work, group->member_count, sizeof *notes->chosen);
    notes->by_line = sc_plan_array(work, group->member_count, sizeof *notes->by_line);
    group->notes = notes;
    return work->status == SC_OK;
}

static struct memo_slot *memo_find(struct memo *memo, uint64_t key)
{
    size_t at = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (memo->slot_count - 1);

    while (memo->slots[at].key != 0 && memo->slots[at].key != key)
        at = (at + 1) & (memo->slot_count - 1);
    return &memo->slots[at];
}

/* Room for one more; false when the memo is as large as it gets. */
static bool memo_grow(struct plan_work *work, struct memo *memo)
{
    struct memo grown = {.slot_count = memo->slot_count * 2, .used = memo->used};

    if (memo->used * 2 < memo->slot_count)
        return true;
    if (grown.slot_count == 0)
        grown.slot_count = MEMO_FIRST_SLOTS;
    if (grown.slot_count > MEMO_MOST_SLOTS)
        return false;
    grown.slots = sc_plan_array(work, grown.slot_count, sizeof *grown.slots);
    if (grown.slots == NULL)
        return false;
    for (size_t i = 0; i < memo->slot_count; i++)
        if (memo->slots[i].key != 0)
            *memo_find(&grown, memo->slots[i].key) = memo->slots[i];
    *memo = grown;
    return true;
}

static int64_t fine_price(const struct plan_group *group, int64_t goods, int64_t deposits)
{
    int64_t paid = (int64_t)((__int128)goods * SC_PLAN_FINE * group->paid_bp / 10000);

    return paid + deposits * SC_PLAN_FINE;
}

/* The till sees lines in the list's order: weight_price with max_grams tells them apart by it. */
static struct plan_basket ring_up(struct plan_work *work, const struct plan_group *group,
                                  const struct plan_offer *const *offers, size_t count)
{
    const struct plan_offer **by_line = group->notes->by_line;

    for (size_t i = 0; i < count; i++) {
        size_t at = i;

        for (; at > 0 && by_line[at - 1]->line > offers[i]->line; at--)
            by_line[at] = by_line[at - 1];
        by_line[at] = offers[i];
    }

    struct plan_bill bill = sc_plan_ring_up(work, &group->till, by_line, count);

    return (struct plan_basket){
        .low = fine_price(group, bill.goods_bound, bill.deposits),
        .high = fine_price(group, bill.goods, bill.deposits),
    };
}

struct plan_basket sc_plan_group_price(struct plan_work *work, struct plan_group *group,
                                       const struct plan_offer *const *offers, size_t count)
{
    struct memo *memo = &group->notes->memo;
    uint64_t key = 0;

    if (group->offer_count > MEMO_OFFERS)
        return ring_up(work, group, offers, count);
    for (size_t i = 0; i < count; i++)
        key |= UINT64_C(1) << (offers[i] - group->offers);
    if (memo->slot_count > 0) {
        const struct memo_slot *slot = memo_find(memo, key);

        if (slot->key == key)
            return slot->basket;
    }

    struct plan_basket basket = ring_up(work, group, offers, count);

    if (!work->is_spent && memo_grow(work, memo)) {
        *memo_find(memo, key) = (struct memo_slot){.key = key, .basket = basket};
        memo->used++;
    }
    return basket;
}

/* The part of a fine cost that the bonus leaves, if all but the deposit gets it. */
static int64_t paid_after_bonus(const struct plan_question *question, int64_t cost,
                                int64_t deposit_minor)
{
    int64_t deposit = deposit_minor * SC_PLAN_FINE;

    return sc_plan_floor_div((__int128)(cost - deposit) * (SC_PLAN_FINE - question->bonus),
                             SC_PLAN_FINE) +
           deposit;
}

int64_t sc_plan_after_bonus(const struct plan_question *question, const struct plan_offer *offer)
{
    if (question->bonus == 0)
        return offer->cost;
    if (question->is_by_shelf)
        return offer->cost - question->bonus * offer->shelf_minor;

    int64_t other = paid_after_bonus(question, offer->other, offer->deposit_minor);

    return other < offer->own ? other : offer->own;
}

/* What the offer adds to a basket's gain, at most. */
static int64_t gain_of(const struct plan_question *question, const struct plan_offer *offer)
{
    return question->worth[offer->line] - sc_plan_after_bonus(question, offer);
}

/* What the basket gains, at most, when its price is `low`. */
static int64_t basket_gain(const struct hunt *hunt, const struct plan_offer *const *offers,
                           size_t count, int64_t low)
{
    const struct plan_question *question = hunt->question;
    int64_t worth = 0, deposits = 0, shelf = 0, sum = 0;

    for (size_t i = 0; i < count; i++) {
        worth += question->worth[offers[i]->line];
        deposits += offers[i]->deposit_minor;
        shelf += offers[i]->shelf_minor;
        sum += gain_of(question, offers[i]);
    }
    if (question->bonus == 0)
        return worth - low;
    if (!question->is_by_shelf && !hunt->group->is_touched)
        return worth - paid_after_bonus(question, low, deposits);

    int64_t all_at_shelf = worth - low + question->bonus * shelf;

    return question->is_by_shelf || all_at_shelf < sum ? all_at_shelf : sum;
}

static bool is_banned(const struct hunt *hunt, const struct plan_offer *offer)
{
    return hunt->group->bans[offer - hunt->group->offers];
}

static void weigh(struct hunt *hunt)
{
    struct plan_group *group = hunt->group;

    if (hunt->chosen_count == 0)
        return;

    struct plan_basket basket =
        sc_plan_group_price(hunt->work, group, hunt->chosen, hunt->chosen_count);

    int64_t gain = basket_gain(hunt, hunt->chosen, hunt->chosen_count, basket.low);

    if (gain <= hunt->best)
        return;
    hunt->best = gain;
    group->basket = basket;
    group->taken_count = hunt->chosen_count;
    for (size_t i = 0; i < hunt->chosen_count; i++)
        group->taken[i] = hunt->chosen[i];
}

/*
 * Tries every offer of candidate `at` and going without it. `gain` is what the
 * chosen ones gain at their bounds. Candidates with a gain come first and are
 * tried with it first, so the first basket weighed is a good one.
 */
static void hunt_from(struct hunt *hunt, size_t at, int64_t gain)
{
    int64_t rest = at < hunt->count ? hunt->candidates[at].gain_rest : 0;

    if (gain + rest <= hunt->best || sc_plan_step(hunt->work))
        return;
    if (at == hunt->count) {
        weigh(hunt);
        return;
    }

    const struct candidate *c = &hunt->candidates[at];
    const struct plan_offer *offers = &hunt->group->offers[c->member->first_offer];

    if (c->gain <= 0)
        hunt_from(hunt, at + 1, gain);
    for (size_t i = 0; i < c->member->offer_count; i++) {
        if (is_banned(hunt, &offers[i]))
            continue;
        hunt->chosen[hunt->chosen_count++] = &offers[i];
        hunt_from(hunt, at + 1, gain + gain_of(hunt->question, &offers[i]));
        hunt->chosen_count--;
    }
    if (c->gain > 0)
        hunt_from(hunt, at + 1, gain);
}

/* The members that may be bought at all, those with the most to gain first. */
static void line_up(struct hunt *hunt)
{
    const struct plan_group *group = hunt->group;

    for (size_t m = 0; m < group->member_count; m++) {
        struct candidate c = {.member = &group->members[m], .gain = INT64_MIN};

        for (size_t i = 0; i < c.member->offer_count; i++) {
            const struct plan_offer *offer = &group->offers[c.member->first_offer + i];
            int64_t gain = gain_of(hunt->question, offer);

            if (!is_banned(hunt, offer) && gain > c.gain)
                c.gain = gain;
        }
        if (c.gain == INT64_MIN)
            continue;

        size_t at = hunt->count++;

        for (; at > 0 && hunt->candidates[at - 1].gain < c.gain; at--)
            hunt->candidates[at] = hunt->candidates[at - 1];
        hunt->candidates[at] = c;
    }

    int64_t rest = 0;

    for (size_t at = hunt->count; at-- > 0;) {
        if (hunt->candidates[at].gain > 0)
            rest += hunt->candidates[at].gain;
        hunt->candidates[at].gain_rest = rest;
    }
}

/* The basket of the last question is a good guess at the answer to this one. */
static void weigh_last(struct hunt *hunt)
{
    struct plan_group *group = hunt->group;

    for (size_t i = 0; i < group->taken_count; i++)
        if (is_banned(hunt, group->taken[i]))
            group->taken_count = 0;

    int64_t gain = basket_gain(hunt, group->taken, group->taken_count, group->basket.low);

    if (group->taken_count > 0 && gain > 0)
        hunt->best = gain;
    else
        group->taken_count = 0;
}

/* With no time left: what the gains suggest, taken whole or not at all. */
static void weigh_suggested(struct hunt *hunt)
{
    hunt->chosen_count = 0;
    for (size_t at = 0; at < hunt->count && hunt->candidates[at].gain > 0; at++) {
        const struct plan_member *m = hunt->candidates[at].member;

        for (size_t i = 0; i < m->offer_count; i++) {
            const struct plan_offer *offer = &hunt->group->offers[m->first_offer + i];

            if (is_banned(hunt, offer) ||
                gain_of(hunt->question, offer) != hunt->candidates[at].gain)
                continue;
            hunt->chosen[hunt->chosen_count++] = offer;
            break;
        }
    }
    weigh(hunt);
}

int64_t sc_plan_group_ask(struct plan_work *work, struct plan_group *group,
                          const struct plan_question *question)
{
    struct hunt hunt = {
        .work = work,
        .group = group,
        .question = question,
        .candidates = group->notes->candidates,
        .chosen = group->notes->chosen,
    };

    assert(question->bonus >= 0);
    line_up(&hunt);
    weigh_last(&hunt);
    hunt_from(&hunt, 0, 0);

    int64_t bound = hunt.best;

    if (work->is_spent && hunt.count > 0 && hunt.candidates[0].gain_rest > bound) {
        weigh_suggested(&hunt);
        bound = hunt.candidates[0].gain_rest;
    }
    return bound;
}
