/*
 * price_part.h - goods and rules that compete with each other. Private to price*.c.
 *
 * Every good has a rent: what a unit of it is worth to the rules. For any rents
 * no choice can save more than
 *
 *     sum over goods of units x rent
 *   + sum over rules of the most that a rule gains over the rents of what it takes,
 *
 * so rents are looked for that make this bound low (price_rent.c), and then the
 * rules are gone through, keeping only what loses less against the bound than
 * the best choice found (price_search.c).
 */
#ifndef SC_DOMAIN_PRICE_PART_H
#define SC_DOMAIN_PRICE_PART_H

#include "domain/price_rule.h"
#include "domain/price_tally.h"

/* What a rule does. */
struct price_chosen {
    int64_t *taken; /* [slot]; all 0: not used */
    int64_t saving;
};

/*
 * Where thresholds decide, the largest saving need not be the best: which
 * saving costs how much in the end is the caller's to say.
 */
struct price_goal {
    /* What is paid in the end when the lines save so much. */
    int64_t (*total)(const void *context, int64_t saving);
    /* The least that is paid in the end by anyone who saves so much or less. */
    int64_t (*floor)(const void *context, int64_t saving);
    const void *context;
    bool is_monotone; /* to save more is never worse */
    int64_t shelf;    /* of all lines: thresholds are held against it */
};

struct price_part {
    struct sc_arena *arena;
    const struct price_model *model;
    struct price_work *work;
    struct price_tally *tallies; /* one a rule, in the order of search */
    size_t tally_count;
    const uint32_t *goods; /* that the rules can take */
    size_t good_count;
    const int64_t *units;          /* by good of the model */
    const int64_t *base;           /* by good, fine: what a unit saves that no rule here takes */
    int64_t *rents;                /* by good, fine; never below the base */
    int64_t more_than;             /* savings up to this are of no interest */
    const struct price_goal *goal; /* NULL: the largest saving. Else the bases are 0 */

    /* The best found, and a bound on all. The caller makes room for `best`. */
    struct price_chosen *best; /* one a tally */
    int64_t saving;            /* with the bases of what no rule takes */
    int64_t total;             /* with a goal: of the best; what is not below is of no interest */
    int64_t bound;             /* on the saving; or, with a goal, on the total */
    int64_t fine_bound;        /* by the rents, on the saving */
};

/* What can still be hoped for is more than `part->saving` and `part->more_than`. */
bool sc_price_part_is_open(const struct price_part *part);

/* The fine bound on the saving by the rents as they are; fills the tallies' tables. */
int64_t sc_price_part_bound(struct price_part *part);

/*
 * Looks for low rents, beginning with those in the part; fills the tallies'
 * tables and sets `fine_bound`. Without a goal it also offers choices on the way.
 * SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_price_rents_lower(struct price_part *part);

/*
 * Finds the best choice, or ends with `bound` apart from it: when the work
 * limit is reached, or memory. The rents are set.
 */
void sc_price_part_search(struct price_part *part);

#endif
