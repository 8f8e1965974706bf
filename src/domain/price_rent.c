#include "domain/price_part.h"

#include <string.h>

enum {
    ROUNDS_LEAST = 2, /* of lowering the bound ... */
    ROUNDS_A_RULE = 2,
    ROUNDS_MAX = 60,   /* ... and more brought little on ordinary baskets */
    PATIENCE = 3,      /* rounds without a lower bound; then the steps get shorter */
    STEP_FULL = 64,    /* a step, in 64ths of the one that would reach the best choice found */
    STEP_LEAST = 2,    /* below this the bound hardly moves */
    OFFER_EVERY = 16,  /* rounds */
    LATE_STEPS = 1000, /* once the work limit is reached only such small tables are filled */
};

struct lowering {
    struct price_part *part;
    int64_t *demand; /* by good of the model: what the rules want together */
    int64_t *left;   /* the same: not taken yet */
    int64_t *lowest; /* the same: rents of the lowest bound */
    int64_t **taken; /* by tally */
    int64_t dearest; /* no rent is higher: a bound must not overflow */
};

bool sc_price_part_is_open(const struct price_part *part)
{
    int64_t whole = part->fine_bound / PRICE_FINE;

    if (part->goal != NULL)
        return part->goal->floor(part->goal->context, whole) < part->total;
    return whole > part->saving && whole > part->more_than;
}

int64_t sc_price_part_bound(struct price_part *part)
{
    int64_t bound = 0;

    for (size_t i = 0; i < part->good_count; i++)
        bound += part->units[part->goods[i]] * part->rents[part->goods[i]];
    for (size_t t = 0; t < part->tally_count; t++)
        bound += sc_price_tally_fill(&part->tallies[t], part->units, part->rents);
    return bound;
}

/*
 * The bound for the present rents; what the rules want is left in `demand`.
 * INT64_MAX when the work limit is reached on the way.
 */
static int64_t bound_of(struct lowering *l)
{
    struct price_part *part = l->part;
    int64_t bound = 0;

    for (size_t i = 0; i < part->good_count; i++) {
        uint32_t g = part->goods[i];
        bound += part->units[g] * part->rents[g];
        l->demand[g] = 0;
    }
    for (size_t t = 0; t < part->tally_count; t++) {
        struct price_tally *tally = &part->tallies[t];
        bound += sc_price_tally_fill(tally, part->units, part->rents);
        sc_price_tally_trace(tally, part->units, part->rents, l->taken[t]);
        for (size_t s = 0; s < tally->rule->slot_count; s++)
            l->demand[tally->rule->slots[s].good] += l->taken[t][s];
        if (price_work_spend(part->work, tally->steps))
            return INT64_MAX;
    }
    return bound;
}

/* What a rule that takes so many units saves; 0 or less: it is no use. */
static int64_t saving_of(const struct price_part *part, size_t t, const int64_t *taken)
{
    const struct price_rule *rule = part->tallies[t].rule;
    bool is_best;

    if (sc_price_rule_uses(part->model, rule, taken) == 0)
        return 0;
    return sc_price_rule_saving(part->model, rule, taken, part->work, &is_best);
}

/* Keeps the choice in `taken` if it saves more than the best. */
static void offer(struct lowering *l)
{
    struct price_part *part = l->part;
    int64_t saving = 0;

    for (size_t t = 0; t < part->tally_count; t++)
        saving += saving_of(part, t, l->taken[t]);
    for (size_t i = 0; i < part->good_count; i++)
        saving += l->left[part->goods[i]] * part->base[part->goods[i]] / PRICE_FINE;
    if (saving <= part->saving)
        return;
    part->saving = saving;
    for (size_t t = 0; t < part->tally_count; t++) {
        size_t slots = part->tallies[t].rule->slot_count;
        memcpy(part->best[t].taken, l->taken[t], slots * sizeof(int64_t));
        part->best[t].saving = saving_of(part, t, l->taken[t]);
    }
}

/* Does what a rule takes pay more than its bases, and is there enough of it? */
static bool takes_well(const struct lowering *l, size_t t)
{
    const struct price_part *part = l->part;
    const struct price_rule *rule = part->tallies[t].rule;
    const int64_t *taken = l->taken[t];
    int64_t base = 0;
    bool is_any = false;

    for (size_t s = 0; s < rule->slot_count; s++) {
        uint32_t good = rule->slots[s].good;
        base += taken[s] * part->base[good];
        is_any = is_any || taken[s] > 0;
        for (size_t o = rule->bought_count; o < rule->slot_count; o++) /* in both roles */
            if (s < rule->bought_count && rule->slots[o].good == good &&
                taken[s] + taken[o] > l->left[good])
                return false;
    }
    return is_any && saving_of(part, t, taken) * PRICE_FINE > base;
}

/* Each rule in its order takes what is best at these rents out of what is left. */
static void take_in_turn(struct lowering *l, const int64_t *rents)
{
    struct price_part *part = l->part;

    for (size_t t = 0; t < part->tally_count; t++) {
        struct price_tally *tally = &part->tallies[t];
        size_t slots = tally->rule->slot_count;
        bool is_used = false;
        for (size_t s = 0; s < slots; s++)
            is_used = is_used || l->taken[t][s] > 0;
        if (is_used || (price_work_spend(part->work, tally->steps) && tally->steps > LATE_STEPS))
            continue;
        if (sc_price_tally_fill(tally, l->left, rents) > 0)
            sc_price_tally_trace(tally, l->left, rents, l->taken[t]);
        if (!takes_well(l, t))
            memset(l->taken[t], 0, slots * sizeof(int64_t));
        for (size_t s = 0; s < slots; s++)
            l->left[tally->rule->slots[s].good] -= l->taken[t][s];
    }
}

/* A choice out of the rents; the tables are for other units after it. */
static void offer_by_rents(struct lowering *l)
{
    struct price_part *part = l->part;

    if (part->goal != NULL)
        return;
    for (size_t i = 0; i < part->good_count; i++)
        l->left[part->goods[i]] = part->units[part->goods[i]];
    for (size_t t = 0; t < part->tally_count; t++)
        memset(l->taken[t], 0, part->tallies[t].rule->slot_count * sizeof(int64_t));
    take_in_turn(l, part->rents);
    take_in_turn(l, part->base);
    offer(l);
}

/* Where no good is wanted more than there is, what the rules want is a choice. */
static void offer_demand(struct lowering *l)
{
    struct price_part *part = l->part;

    for (size_t i = 0; i < part->good_count; i++) {
        uint32_t g = part->goods[i];
        l->left[g] = part->units[g] - l->demand[g];
        if (l->left[g] < 0)
            return;
    }
    if (part->goal == NULL)
        offer(l);
}

/* A step of the rents towards fewer conflicts; false when there are none. */
static bool move_rents(struct lowering *l, int64_t above, int64_t step)
{
    struct price_part *part = l->part;
    int64_t norm = 0;

    for (size_t i = 0; i < part->good_count; i++) {
        uint32_t g = part->goods[i];
        int64_t over = l->demand[g] - part->units[g];
        if (over > 0 || part->rents[g] > part->base[g])
            norm += over * over;
    }
    if (norm == 0)
        return false;
    int64_t length = above / norm / STEP_FULL * step + above / norm % STEP_FULL * step / STEP_FULL;
    for (size_t i = 0; i < part->good_count; i++) {
        uint32_t g = part->goods[i];
        int64_t rent = part->rents[g] + (length + 1) * (l->demand[g] - part->units[g]);
        rent = rent < l->dearest ? rent : l->dearest;
        part->rents[g] = rent > part->base[g] ? rent : part->base[g];
    }
    return true;
}

static void keep_rents(struct lowering *l, int64_t *to, const int64_t *from)
{
    for (size_t i = 0; i < l->part->good_count; i++)
        to[l->part->goods[i]] = from[l->part->goods[i]];
}

/* Fine, what all goods of the part cost: no choice saves more. */
static int64_t all_for_nothing(const struct price_part *part)
{
    int64_t sum = 0;

    for (size_t i = 0; i < part->good_count; i++)
        sum += part->units[part->goods[i]] * part->model->goods[part->goods[i]].price;
    return sum * PRICE_FINE;
}

static void lower(struct lowering *l)
{
    struct price_part *part = l->part;
    int64_t step = STEP_FULL;
    int64_t units = 1;
    size_t rounds = ROUNDS_LEAST + ROUNDS_A_RULE * part->tally_count;
    int since = 0;

    for (size_t i = 0; i < part->good_count; i++)
        units += part->units[part->goods[i]];
    l->dearest = INT64_MAX / 8 / units;
    part->fine_bound = INT64_MAX;
    keep_rents(l, l->lowest, part->rents);
    if (part->model->request->no_search)
        rounds = 1;
    for (size_t round = 0; round < rounds && round < ROUNDS_MAX && step >= STEP_LEAST; round++) {
        int64_t bound = bound_of(l);
        if (part->work->is_spent)
            break;
        offer_demand(l);
        if (bound < part->fine_bound) {
            part->fine_bound = bound;
            keep_rents(l, l->lowest, part->rents);
            since = 0;
        } else if (++since == PATIENCE) {
            step /= 2;
            since = 0;
            keep_rents(l, part->rents, l->lowest);
            bound_of(l);
        }
        if (!sc_price_part_is_open(part))
            break;
        int64_t above = part->fine_bound - part->saving * PRICE_FINE;
        if (!move_rents(l, above > 0 ? above : 0, step))
            break;
        if (round % OFFER_EVERY == 0) {
            offer_by_rents(l);
            if (!sc_price_part_is_open(part))
                break;
        }
    }
    keep_rents(l, part->rents, l->lowest);
    if (part->fine_bound == INT64_MAX) /* the work limit was reached before there was any */
        part->fine_bound = all_for_nothing(part);
    if (sc_price_part_is_open(part))
        offer_by_rents(l);
}

enum sc_status sc_price_rents_lower(struct price_part *part)
{
    size_t goods = part->model->good_count;
    struct lowering l = {.part = part};

    l.demand = sc_arena_alloc(part->arena, goods * sizeof *l.demand);
    l.left = sc_arena_alloc(part->arena, goods * sizeof *l.left);
    l.lowest = sc_arena_alloc(part->arena, goods * sizeof *l.lowest);
    l.taken = sc_arena_alloc(part->arena, part->tally_count * sizeof(int64_t *));
    if (l.demand == NULL || l.left == NULL || l.lowest == NULL || l.taken == NULL)
        return SC_NO_MEMORY;
    for (size_t t = 0; t < part->tally_count; t++) {
        l.taken[t] =
            sc_arena_array(part->arena, part->tallies[t].rule->slot_count, sizeof(int64_t));
        if (l.taken[t] == NULL)
            return SC_NO_MEMORY;
    }
    lower(&l);
    for (size_t t = 0; t < part->tally_count && sc_price_part_is_open(part); t++)
        sc_price_tally_fill(&part->tallies[t], part->units, part->rents);
    return SC_OK;
}
