/*
 * price_solve.h - the least total of one basket, thresholds and basket deals in it. Private to
 * price*.c.
 */
#ifndef SC_DOMAIN_PRICE_SOLVE_H
#define SC_DOMAIN_PRICE_SOLVE_H

#include "domain/price_part.h"

/* What is kept from one case of a model to the next. */
struct price_solver {
    struct sc_arena *arena;
    const struct price_model *model;
    struct price_work *work;
    int64_t *rents; /* by good, fine: where the next search for rents begins */
};

struct price_solution {
    struct price_case of;
    struct price_chosen *chosen; /* by rule of the model */
    int64_t sum;                 /* of all lines after line deals, without deposits */
    uint32_t basket_deal;        /* index in the request, or PRICE_NO_DEAL */
    int64_t total;               /* after the basket deal, with deposits */
    bool is_exact;
    int64_t bound; /* no choice is below; equals total when exact */
    bool is_dull;  /* no total is below what was asked for: nothing else is set */
};

/* SC_NO_MEMORY: the arena is full. */
SC_MUST_USE enum sc_status sc_price_solver_init(struct price_solver *solver, struct sc_arena *arena,
                                                const struct price_model *model,
                                                struct price_work *work);

/*
 * Finds the least total, if it can be below `below` (INT64_MAX: whatever it is).
 * What the solution points to lives in the arena. SC_NO_MEMORY: that is full.
 */
SC_MUST_USE enum sc_status sc_price_solve(struct price_solver *solver, const struct price_case *of,
                                          int64_t below, struct price_solution *ret_solution);

/* The whole answer but for nudges: entries, and what each line pays (price_tell.c). */
SC_MUST_USE enum sc_status sc_price_tell(struct sc_arena *arena, const struct price_model *model,
                                         const struct price_solution *solution,
                                         struct sc_price_answer *ret_answer);

/* The nudges of a basket that was solved exactly (price_nudge.c). */
SC_MUST_USE enum sc_status sc_price_find_nudges(struct price_solver *solver,
                                                const struct price_solution *solution,
                                                struct sc_price_answer *answer);

#endif
