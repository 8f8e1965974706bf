/*
 * price_tally.h - how a deal counts what it takes, one unit after the other. Private to price*.c.
 *
 * A rule is a small machine: while it is offered its slots in their order, it
 * remembers a number (its state: how full the open group is, how many further
 * units may still be got, ...), and each unit it takes gains something. So the
 * most that a rule can gain, when every unit it takes costs its good's rent, is
 * a table over slots and states, filled from the end; and a search may decide
 * slot by slot, knowing the most that is still to come.
 *
 * All amounts are fine: 1/PRICE_FINE of a minor unit.
 */
#ifndef SC_DOMAIN_PRICE_TALLY_H
#define SC_DOMAIN_PRICE_TALLY_H

#include "domain/price_model.h"

enum {
    PRICE_FINE = 256, /* rents are seldom whole numbers */
};

/* Stands for a gain that cannot be: far below all, and far from overflow. */
#define PRICE_NEVER (INT64_MIN / 4)

enum price_tally_kind {
    PRICE_TALLY_GROUPS,  /* whole groups of `count` */
    PRICE_TALLY_SET,     /* `count` units or more */
    PRICE_TALLY_BUY_GET, /* whole groups bought, then at most `get` further units for each */
    PRICE_TALLY_FREE,    /* each unit by itself */
    PRICE_TALLY_GRAMS,   /* whole weighed lines: grams, as far as they matter */
};

struct price_tally {
    const struct price_rule *rule;
    enum price_tally_kind kind;
    uint32_t states; /* 0 .. states - 1; 0 at first */
    bool wraps;      /* nothing limits the units in all: whole groups are forgotten */
    int64_t count;
    int64_t most;                   /* units in all, or bought ones of buy_get, unless it wraps */
    int64_t start_gain;             /* on the first unit of a group */
    int64_t *unit_gain;             /* [slot] */
    int64_t *close_gain;            /* [slot] on the last unit of a group */
    const struct price_good *goods; /* the model's */
    uint64_t steps;                 /* to fill the table */
    bool is_exact;                  /* the gains are what is saved; else never less than that */
    int64_t *best;                  /* [(slot_count + 1) * states], by sc_price_tally_fill */
};

/* Units of one slot being taken one by one. */
struct price_walk {
    int64_t state;
    int64_t phase; /* units in the open group */
    int64_t gain;
};

/* Is a unit always as good as alone, whatever else the rule takes? */
static inline bool sc_price_tally_is_separable(const struct price_tally *tally)
{
    return tally->is_exact && tally->states == 1;
}

/*
 * Makes the tally of a rule over so many units a good. False in `ret_can_be_used`:
 * there are too few. SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_price_tally_make(struct sc_arena *arena,
                                               const struct price_model *model,
                                               const struct price_rule *rule, const int64_t *units,
                                               struct price_tally *ret_tally,
                                               bool *ret_can_be_used);

/* The state in which a slot begins, made of the one before it; -1: the slot may not be reached. */
int64_t sc_price_tally_enter(const struct price_tally *tally, size_t slot, int64_t state);

/* May the rule be left so? */
bool sc_price_tally_may_end(const struct price_tally *tally, int64_t state);

static inline struct price_walk sc_price_tally_walk(const struct price_tally *tally, int64_t state)
{
    return (struct price_walk){
        .state = state,
        .phase = tally->kind == PRICE_TALLY_GROUPS && !tally->wraps ? state % tally->count : state,
    };
}

/* Takes a weighed line. */
void sc_price_tally_weigh(const struct price_tally *tally, size_t slot, struct price_walk *walk);

/*
 * Takes one more unit of a slot; false, and nothing changes, where a limit
 * forbids it. `kind` and `wraps` are the tally's: a loop that knows them is quick.
 */
static inline bool sc_price_tally_take_as(enum price_tally_kind kind, bool wraps,
                                          const struct price_tally *tally, size_t slot,
                                          struct price_walk *walk)
{
    switch (kind) {
    case PRICE_TALLY_GROUPS:
        if (!wraps && walk->state == tally->most)
            return false;
        walk->gain += tally->unit_gain[slot] + (walk->phase == 0 ? tally->start_gain : 0);
        walk->state++;
        if (++walk->phase == tally->count) {
            walk->gain += tally->close_gain[slot];
            walk->phase = 0;
            walk->state = wraps ? 0 : walk->state;
        }
        return true;
    case PRICE_TALLY_SET:
        if (!wraps && walk->state == tally->most)
            return false;
        walk->gain += tally->unit_gain[slot];
        walk->state += wraps && walk->state == tally->count ? 0 : 1;
        return true;
    case PRICE_TALLY_BUY_GET:
        /* tables are filled for more states than can be bought where more are got */
        if (tally->rule->slots[slot].is_got ? walk->state == 0 : walk->state >= tally->most)
            return false;
        walk->gain += tally->unit_gain[slot];
        walk->state += tally->rule->slots[slot].is_got ? -1 : 1;
        return true;
    case PRICE_TALLY_FREE:
        walk->gain += tally->unit_gain[slot];
        return true;
    case PRICE_TALLY_GRAMS:
        sc_price_tally_weigh(tally, slot, walk);
        return true;
    }
    return false;
}

static inline bool sc_price_tally_take(const struct price_tally *tally, size_t slot,
                                       struct price_walk *walk)
{
    return sc_price_tally_take_as(tally->kind, tally->wraps, tally, slot, walk);
}

/*
 * Fills `tally->best`: from each slot and state on, the most that is gained
 * over the rents when there are so many units of each good. Returns the most
 * of all.
 */
int64_t sc_price_tally_fill(struct price_tally *tally, const int64_t *units, const int64_t *rents);

/*
 * One way to gain the most, by the table as it was filled last with the same
 * units and rents: units by slot, as few as may be.
 */
void sc_price_tally_trace(const struct price_tally *tally, const int64_t *units,
                          const int64_t *rents, int64_t *ret_taken);

#endif
