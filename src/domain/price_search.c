/*
 * The rules in their order, slot by slot: what can be left of the goods, and in
 * which state the present rule, is a set of states, one layer after the other.
 * A state is known by what may still matter: goods that no later slot takes are
 * forgotten. Of states that look alike the one that lost least against the
 * bound is kept, and none that lost more than the best choice found. So the
 * first walk keeps few states and finds a good choice; with that to beat, a
 * wider walk seldom has to drop any, and then the best is known.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "domain/price_part.h"
#include "domain/price_rule.h"

enum {
    WORD_BITS = 64,
    WORDS_MAX = 256,     /* to hold what is left of all goods */
    WALKS = 4,           /* each wider than the one before, as long as states are dropped */
    WIDTH_FIRST = 32,    /* states kept of a layer */
    WIDTH_GROWS = 16,    /* times wider */
    ROOM_FIRST = 256,    /* states */
    THIN_OUT_AT = 4,     /* times the width, while a layer is being made */
    TRAIL_MAX = 1 << 20, /* states of all layers of a walk */
};

#define NO_STATE UINT32_MAX
/* Stands for the most that a rule can save with what it takes. */
#define MOST_SAVING (-1)

/* What can be told of a choice while it is being made; its goods stand apart. */
struct state {
    int64_t loss;  /* fine, against the bound */
    int64_t cap;   /* the most that may be saved, for a threshold's sake */
    int64_t saved; /* with a goal, until only the loss matters: by the rules so far */
    uint64_t took; /* marks what the present rule took, where that matters */
    uint32_t tally;
    uint32_t trail;
};

/* How a state came about. */
struct step {
    uint32_t before;
    uint32_t units;
    int64_t saving; /* of the rule, on its last slot; or MOST_SAVING */
};

struct layer {
    struct state *states;
    uint64_t *left; /* [state * words] */
    size_t count;
    size_t room;
};

/* Where a slot stands in the order of search. */
struct place {
    uint32_t tally;
    uint32_t slot;
    uint32_t good;
    bool is_last_of_good;
    bool is_last_of_rule;
};

struct walk {
    struct price_part *part;
    struct sc_arena *arena;
    struct place *places;
    size_t place_count;
    uint32_t *word;  /* by good of the model: where its units are counted */
    uint32_t *shift; /* the same */
    uint64_t *mask;  /* the same: of its bits, in place */
    size_t words;
    struct layer now, next;
    uint32_t *slots; /* a hash table of the next layer */
    size_t slot_room;
    struct step *trail;
    size_t trail_count, trail_room;
    size_t width;
    int64_t loss_max;      /* without a goal: what lost more is no better */
    int64_t least_dropped; /* the best prospect of what was dropped */
    bool is_full;          /* no room: the walk cannot go on */
    bool caps_may_fall;    /* a rule with a threshold is still to come, or at hand */
    int64_t *taken;        /* scratch: units by slot of one rule */
    struct price_savings savings;
    int64_t only_saving;
};

static int64_t floor_of(const struct walk *w, int64_t loss, int64_t cap)
{
    const struct price_goal *goal = w->part->goal;
    int64_t fine = w->part->fine_bound - loss;
    int64_t most = fine < 0 ? 0 : fine / PRICE_FINE;

    return goal->floor(goal->context, most < cap ? most : cap);
}

static bool is_hopeful(const struct walk *w, const struct state *state)
{
    if (w->part->goal == NULL)
        return state->loss <= w->loss_max;
    return state->loss <= w->part->fine_bound && state->saved <= state->cap &&
           floor_of(w, state->loss, state->cap) < w->part->total;
}

/* Without a goal, or when nothing can come between, the least loss is the best. */
static bool is_loss_all(const struct walk *w, const struct state *state)
{
    const struct price_goal *goal = w->part->goal;

    if (goal == NULL)
        return true;
    return goal->is_monotone && !w->caps_may_fall &&
           (w->part->fine_bound - state->loss) / PRICE_FINE <= state->cap;
}

/* The lower the better: what was lost, or with a goal the least total it may lead to. */
static int64_t prospect_of(const struct walk *w, const struct state *state)
{
    return w->part->goal == NULL ? state->loss : floor_of(w, state->loss, state->cap);
}

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9); /* splitmix64 */
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static uint64_t hash_of(const struct walk *w, const struct state *state, const uint64_t *left)
{
    uint64_t hash = state->took + state->tally;

    for (size_t i = 0; i < w->words; i++)
        hash = mix(hash + left[i]);
    if (w->part->goal != NULL)
        hash =
            mix(hash + (uint64_t)state->cap + (is_loss_all(w, state) ? 0 : (uint64_t)state->loss));
    return mix(hash);
}

static bool look_alike(const struct walk *w, const struct state *a, const uint64_t *left_a,
                       const struct state *b, const uint64_t *left_b)
{
    if (a->took != b->took || a->tally != b->tally || a->cap != b->cap ||
        memcmp(left_a, left_b, w->words * sizeof *left_a) != 0)
        return false;
    return a->loss == b->loss || (is_loss_all(w, a) && is_loss_all(w, b));
}

/* The place of a state in the table: where it is, or the free one where it belongs. */
static uint32_t *find(const struct walk *w, const struct state *state, const uint64_t *left)
{
    size_t at = hash_of(w, state, left) & (w->slot_room - 1);

    while (w->slots[at] != NO_STATE) {
        uint32_t other = w->slots[at];
        if (look_alike(w, state, left, &w->next.states[other], &w->next.left[other * w->words]))
            break;
        at = (at + 1) & (w->slot_room - 1);
    }
    return &w->slots[at];
}

static bool make_table(struct walk *w, size_t states)
{
    size_t room = ROOM_FIRST;

    while (room < states * 4)
        room *= 2;
    if (room > w->slot_room) {
        w->slots = sc_arena_alloc(w->arena, room * sizeof *w->slots);
        if (w->slots == NULL)
            return false;
    }
    w->slot_room = room;
    memset(w->slots, 0xff, room * sizeof *w->slots); /* NO_STATE */
    for (uint32_t i = 0; i < w->next.count; i++)
        *find(w, &w->next.states[i], &w->next.left[i * w->words]) = i;
    return true;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Keeps the `width` most hopeful states of the next layer. */
static void thin_out(struct walk *w)
{
    struct layer *layer = &w->next;
    size_t kept = 0;

    if (layer->count <= w->width)
        return;
    struct sc_arena_mark mark = sc_arena_mark(w->arena);
    int64_t *prospects = sc_arena_alloc(w->arena, layer->count * sizeof *prospects);
    if (prospects == NULL) {
        w->is_full = true;
        return;
    }
    for (size_t i = 0; i < layer->count; i++)
        prospects[i] = prospect_of(w, &layer->states[i]);
    qsort(prospects, layer->count, sizeof *prospects, by_size);
    int64_t worst = prospects[w->width - 1];
    sc_arena_rewind(w->arena, mark);
    for (size_t i = 0; i < layer->count; i++) {
        int64_t prospect = prospect_of(w, &layer->states[i]);
        if (prospect > worst || kept == w->width) {
            w->least_dropped = prospect < w->least_dropped ? prospect : w->least_dropped;
            continue;
        }
        layer->states[kept] = layer->states[i];
        memmove(&layer->left[kept * w->words], &layer->left[i * w->words],
                w->words * sizeof *layer->left);
        kept++;
    }
    layer->count = kept;
}

static bool make_room(struct walk *w, struct layer *layer)
{
    size_t room = layer->room == 0 ? ROOM_FIRST : layer->room * 2;
    struct state *states = sc_arena_alloc(w->arena, room * sizeof *states);
    uint64_t *left = sc_arena_alloc(w->arena, room * w->words * sizeof *left);

    if (states == NULL || left == NULL)
        return false;
    if (layer->count > 0) {
        memcpy(states, layer->states, layer->count * sizeof *states);
        memcpy(left, layer->left, layer->count * w->words * sizeof *left);
    }
    *layer = (struct layer){states, left, layer->count, room};
    return true;
}

static uint32_t leave_step(struct walk *w, struct step step)
{
    if (w->trail_count == w->trail_room) {
        size_t room = w->trail_room == 0 ? ROOM_FIRST : w->trail_room * 2;
        struct step *trail =
            room > TRAIL_MAX ? NULL : sc_arena_alloc(w->arena, room * sizeof *trail);
        if (trail == NULL) {
            w->is_full = true;
            return 0;
        }
        if (w->trail_count > 0)
            memcpy(trail, w->trail, w->trail_count * sizeof *trail);
        w->trail = trail;
        w->trail_room = room;
    }
    w->trail[w->trail_count] = step;
    return (uint32_t)w->trail_count++;
}

/* Puts a state into the next layer, unless one that looks alike lost no more. */
static void put(struct walk *w, struct state state, const uint64_t *left, struct step step)
{
    struct layer *layer = &w->next;

    if (w->is_full || !is_hopeful(w, &state))
        return;
    uint32_t *slot = find(w, &state, left);
    assert(*slot == NO_STATE || layer->states != NULL); /* the table names states that are there */
    if (*slot != NO_STATE && layer->states[*slot].loss <= state.loss)
        return;
    state.trail = leave_step(w, step);
    if (w->is_full)
        return;
    if (*slot != NO_STATE) {
        layer->states[*slot] = state;
        return;
    }
    if (layer->count == layer->room && !make_room(w, layer)) {
        w->is_full = true;
        return;
    }
    *slot = (uint32_t)layer->count;
    layer->states[layer->count] = state;
    memcpy(&layer->left[layer->count * w->words], left, w->words * sizeof *left);
    layer->count++;
    bool is_crowded = layer->count > w->width * THIN_OUT_AT;
    if (is_crowded)
        thin_out(w);
    if (is_crowded || layer->count * 2 > w->slot_room)
        w->is_full = !make_table(w, layer->count) || w->is_full;
}

/* Does the search have to know just which units the rule takes? */
static bool must_know_units(const struct walk *w, const struct price_tally *tally,
                            const struct state *state)
{
    return !tally->is_exact || !is_loss_all(w, state);
}

/* What the present rule took, its last slot by `step`, into `taken`; its tally's gain. */
static int64_t recall(struct walk *w, const struct price_tally *tally, const struct step *step)
{
    size_t slots = tally->rule->slot_count;
    int64_t state = 0;
    int64_t gain = 0;

    for (size_t s = slots; s-- > 0; step = &w->trail[step->before])
        w->taken[s] = step->units;
    for (size_t s = 0; s < slots; s++) {
        state = sc_price_tally_enter(tally, s, state);
        struct price_walk walk = sc_price_tally_walk(tally, state);
        for (int64_t n = 0; n < w->taken[s]; n++)
            sc_price_tally_take(tally, s, &walk);
        gain += walk.gain;
        state = walk.state;
    }
    return gain;
}

/* The most that may be saved in all, so that a used rule's threshold is reached. */
static int64_t cap_of(const struct walk *w, const struct price_rule *rule, int64_t saving)
{
    const struct sc_deal *deal = rule->deal;
    int64_t cap = w->part->goal->shelf - deal->basket_min;

    if (deal->basket_min <= 0)
        return INT64_MAX;
    if (!deal->basket_min_counts_own)
        cap -= sc_price_rule_shelf(w->part->model, rule, w->taken) - saving;
    return cap;
}

/* All that the units in `taken` can save; just the most where nothing else can matter. */
static bool list_savings(struct walk *w, const struct price_rule *rule)
{
    struct price_part *part = w->part;
    bool is_whole = true;

    if (part->goal != NULL)
        return sc_price_rule_savings(w->arena, part->model, rule, w->taken, part->work,
                                     &w->savings);
    w->savings = (struct price_savings){.at = &w->only_saving, .count = 1};
    w->only_saving = sc_price_rule_saving(part->model, rule, w->taken, part->work, &is_whole);
    return is_whole;
}

/* A rule has had its last slot, and what it saves depends on just what it took. */
static void end_rule(struct walk *w, const struct price_tally *tally, struct state state,
                     const uint64_t *left, struct step step)
{
    const struct price_rule *rule = tally->rule;
    int64_t gain = recall(w, tally, &step);
    bool takes_any = false;

    state.took = 0;
    for (size_t s = 0; s < rule->slot_count; s++)
        takes_any = takes_any || w->taken[s] > 0;
    if (!takes_any) {
        put(w, state, left, step);
        return;
    }
    if (sc_price_rule_uses(w->part->model, rule, w->taken) == 0)
        return;
    if (!list_savings(w, rule) && prospect_of(w, &state) < w->least_dropped)
        w->least_dropped = prospect_of(w, &state);
    if (w->savings.at == NULL) {
        w->is_full = true;
        return;
    }
    for (size_t i = 0; i < w->savings.count; i++) {
        struct state after = state;
        step.saving = w->savings.at[i];
        after.loss += gain - step.saving * PRICE_FINE;
        after.saved += step.saving;
        if (w->part->goal != NULL) {
            int64_t cap = cap_of(w, rule, step.saving);
            after.cap = cap < after.cap ? cap : after.cap;
        }
        if (step.saving >= 0) /* else the uses would be harmful */
            put(w, after, left, step);
    }
}

/* Every way to go on from a state at a place. */
static void go_on(struct walk *w, const struct place *place, size_t from)
{
    const struct price_part *part = w->part;
    const struct price_tally *tally = &part->tallies[place->tally];
    const struct state *state = &w->now.states[from];
    uint32_t good = place->good;
    uint64_t left[WORDS_MAX];
    const int64_t *best = &tally->best[(size_t)place->slot * tally->states];
    const int64_t *behind = best + tally->states;
    struct price_walk walk =
        sc_price_tally_walk(tally, sc_price_tally_enter(tally, place->slot, state->tally));

    memcpy(left, &w->now.left[from * w->words], w->words * sizeof *left);
    int64_t have = (int64_t)((left[w->word[good]] & w->mask[good]) >> w->shift[good]);
    for (int64_t n = 0; n <= have; n++) {
        if ((n > 0 && !sc_price_tally_take(tally, place->slot, &walk)) ||
            price_work_spend(part->work, 1))
            break;
        if (behind[walk.state] < PRICE_NEVER / 2)
            continue;
        struct state next = *state;
        struct step step = {state->trail, (uint32_t)n, MOST_SAVING};
        next.loss += best[state->tally] - (walk.gain - n * part->rents[good] + behind[walk.state]);
        next.tally = (uint32_t)walk.state;
        bool must_know = must_know_units(w, tally, &next);
        next.took = must_know ? mix(next.took + (uint64_t)n + 1) : 0;
        left[w->word[good]] &= ~w->mask[good];
        if (place->is_last_of_good)
            next.loss += (have - n) * (part->rents[good] - part->base[good]);
        else
            left[w->word[good]] |= (uint64_t)(have - n) << w->shift[good];
        if (place->is_last_of_rule)
            next.tally = 0;
        if (place->is_last_of_rule && must_know)
            end_rule(w, tally, next, left, step);
        else
            put(w, next, left, step);
    }
}

static bool set_places(struct walk *w)
{
    const struct price_part *part = w->part;
    bool *is_seen = sc_arena_array(w->arena, part->model->good_count, sizeof *is_seen);
    size_t count = 0;
    size_t most_slots = 0;

    for (size_t t = 0; t < part->tally_count; t++) {
        size_t slots = part->tallies[t].rule->slot_count;
        count += slots;
        most_slots = slots > most_slots ? slots : most_slots;
    }
    w->places = sc_arena_alloc(w->arena, count * sizeof *w->places);
    w->taken = sc_arena_array(w->arena, most_slots, sizeof *w->taken);
    if (is_seen == NULL || w->places == NULL || w->taken == NULL)
        return false;
    w->place_count = count;
    for (size_t t = part->tally_count; t-- > 0;) {
        const struct price_rule *rule = part->tallies[t].rule;
        for (size_t s = rule->slot_count; s-- > 0;) {
            uint32_t good = rule->slots[s].good;
            w->places[--count] = (struct place){
                .tally = (uint32_t)t,
                .slot = (uint32_t)s,
                .good = good,
                .is_last_of_good = !is_seen[good],
                .is_last_of_rule = s + 1 == rule->slot_count,
            };
            is_seen[good] = true;
        }
    }
    return true;
}

/* Where each good's units are counted; false when they do not fit. */
static bool set_bits(struct walk *w)
{
    const struct price_part *part = w->part;
    size_t goods = part->model->good_count;
    uint32_t used = WORD_BITS;

    w->word = sc_arena_alloc(w->arena, goods * sizeof *w->word);
    w->shift = sc_arena_alloc(w->arena, goods * sizeof *w->shift);
    w->mask = sc_arena_alloc(w->arena, goods * sizeof *w->mask);
    if (w->word == NULL || w->shift == NULL || w->mask == NULL)
        return false;
    for (size_t i = 0; i < part->good_count; i++) {
        uint32_t good = part->goods[i];
        uint32_t bits = 1;
        while (part->units[good] >> bits != 0)
            bits++;
        if (used + bits > WORD_BITS) {
            used = 0;
            w->words++;
        }
        w->word[good] = (uint32_t)w->words - 1;
        w->shift[good] = used;
        w->mask[good] = ((UINT64_C(1) << bits) - 1) << used;
        used += bits;
    }
    return w->words <= WORDS_MAX;
}

static void begin(struct walk *w)
{
    const struct price_part *part = w->part;
    uint64_t left[WORDS_MAX] = {0};
    int64_t beaten = part->saving > part->more_than ? part->saving : part->more_than;

    w->loss_max = part->fine_bound - (beaten + 1) * PRICE_FINE;
    w->least_dropped = INT64_MAX;
    for (size_t i = 0; i < part->good_count; i++) {
        uint32_t good = part->goods[i];
        left[w->word[good]] |= (uint64_t)part->units[good] << w->shift[good];
    }
    w->is_full = !make_table(w, 1);
    put(w, (struct state){.cap = INT64_MAX}, left, (struct step){0});
}

/* The saving of a rule of the best choice. A walk that dropped states may leave a harmful use. */
static void set_saving(struct price_part *part, size_t t)
{
    const struct price_rule *rule = part->tallies[t].rule;
    struct price_chosen *chosen = &part->best[t];
    bool is_best;

    chosen->saving = sc_price_rule_saving(part->model, rule, chosen->taken, part->work, &is_best);
    if (chosen->saving >= 0)
        return;
    part->saving -= chosen->saving;
    chosen->saving = 0;
    for (size_t s = 0; s < rule->slot_count; s++) {
        part->saving += chosen->taken[s] * part->base[rule->slots[s].good] / PRICE_FINE;
        chosen->taken[s] = 0;
    }
}

/* Keeps the choice that ends in a state of the last layer, if it is better. */
static void keep(struct walk *w, const struct state *last)
{
    struct price_part *part = w->part;
    const struct price_goal *goal = part->goal;
    int64_t saving = (part->fine_bound - last->loss) / PRICE_FINE;
    uint32_t trail = last->trail;

    if (goal != NULL && (saving > last->cap || goal->total(goal->context, saving) >= part->total))
        return;
    part->saving = saving;
    for (size_t i = w->place_count; i-- > 0; trail = w->trail[trail].before) {
        const struct place *place = &w->places[i];
        struct price_chosen *chosen = &part->best[place->tally];
        chosen->taken[place->slot] = w->trail[trail].units;
        if (place->is_last_of_rule)
            chosen->saving = w->trail[trail].saving;
    }
    for (size_t t = 0; t < part->tally_count; t++)
        if (part->best[t].saving == MOST_SAVING)
            set_saving(part, t);
    if (goal != NULL)
        part->total = goal->total(goal->context, part->saving);
}

/* The bound after a walk, from what it had to drop. */
static void set_bound(const struct walk *w)
{
    struct price_part *part = w->part;
    bool is_whole = !w->is_full && !part->work->is_spent;
    int64_t beaten = part->saving > part->more_than ? part->saving : part->more_than;
    int64_t bound;

    if (part->goal != NULL) {
        bound = is_whole ? w->least_dropped : floor_of(w, 0, INT64_MAX);
        bound = bound < part->total ? bound : part->total;
        part->bound = bound > part->bound ? bound : part->bound;
        return;
    }
    bound = is_whole && w->least_dropped == INT64_MAX ? beaten : part->fine_bound / PRICE_FINE;
    if (is_whole && w->least_dropped < INT64_MAX)
        bound = (part->fine_bound - w->least_dropped) / PRICE_FINE;
    bound = bound > beaten ? bound : beaten;
    part->bound = bound < part->bound ? bound : part->bound;
}

/* Rules with thresholds stand first. */
static bool has_threshold(const struct walk *w, size_t place)
{
    const struct price_tally *tally = &w->part->tallies[w->places[place].tally];

    return tally->rule->deal->basket_min > 0;
}

static void walk_once(struct price_part *part, size_t width)
{
    struct sc_arena_mark mark = sc_arena_mark(part->arena);
    struct walk w = {.part = part, .arena = part->arena, .width = width};

    w.is_full = !set_places(&w) || !set_bits(&w);
    if (!w.is_full)
        begin(&w);
    for (size_t i = 0; i < w.place_count && !w.is_full && !part->work->is_spent; i++) {
        struct layer done = w.now;
        w.now = w.next;
        w.next = done;
        w.next.count = 0;
        w.caps_may_fall = has_threshold(&w, i);
        if (!make_table(&w, w.now.count)) {
            w.is_full = true;
            break;
        }
        for (size_t from = 0; from < w.now.count && !w.is_full; from++)
            go_on(&w, &w.places[i], from);
        thin_out(&w);
    }
    if (!w.is_full && !part->work->is_spent)
        for (size_t i = 0; i < w.next.count; i++)
            keep(&w, &w.next.states[i]);
    set_bound(&w);
    sc_arena_rewind(part->arena, mark);
}

static bool is_closed(const struct price_part *part)
{
    if (part->goal != NULL)
        return part->bound >= part->total;
    return part->bound <= part->saving || part->bound <= part->more_than;
}

void sc_price_part_search(struct price_part *part)
{
    size_t width = WIDTH_FIRST;

    if (part->goal != NULL)
        part->bound = part->goal->floor(part->goal->context, part->fine_bound / PRICE_FINE);
    else
        part->bound = part->fine_bound / PRICE_FINE;
    if (part->model->request->no_search)
        return;
    for (int i = 0; i < WALKS && !is_closed(part) && !part->work->is_spent; i++) {
        walk_once(part, width);
        width *= WIDTH_GROWS;
    }
}
