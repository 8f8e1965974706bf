/*
 * price_model.h - a basket and its deals, made ready for search. Private to price*.c.
 *
 * The model knows no quantities but those of weighed lines: these stand in a
 * case, so that "what if there were one more" needs no new model. Savings are
 * against the shelf price: the least sum of the lines is the largest saving.
 */
#ifndef SC_DOMAIN_PRICE_MODEL_H
#define SC_DOMAIN_PRICE_MODEL_H

#include "domain/price.h"

/*
 * What deals compete for. Products at the same price that stand in the same
 * deals are one good; a weighed line, which is only taken whole, is one unit of
 * a good of its own.
 */
struct price_good {
    int64_t price;  /* of one unit, or of the whole weighed line */
    int64_t grams;  /* of a weighed line, else 0 */
    int64_t per_kg; /* weighed only */
    uint32_t line;  /* the first that holds it */
};

/* A good that a rule may take, in one role. */
struct price_slot {
    uint32_t good;
    bool is_got; /* buy_get: a further unit; the others are bought at shelf price */
};

/* An available line deal that could save something if there were enough of its goods. */
struct price_rule {
    const struct sc_deal *deal;
    uint32_t index;           /* of the deal in the request */
    struct price_slot *slots; /* dearest first (per kg, where weighed); the got ones last */
    size_t slot_count;
    size_t bought_count;
};

struct price_model {
    const struct sc_price_request *request;
    struct price_good *goods;
    size_t good_count;
    uint32_t *good_of_line;
    struct price_rule *rules;
    size_t rule_count;
    uint32_t *basket_deals; /* available ones, by index in the request */
    size_t basket_deal_count;
};

#define PRICE_NO_DEAL UINT32_MAX

/* How much there is of everything, and a deal that is left out. */
struct price_case {
    int64_t *units;    /* by good */
    int64_t shelf;     /* of all lines, without deposits */
    int64_t deposits;  /* of all lines */
    uint32_t left_out; /* index in the request, or PRICE_NO_DEAL */
};

/* How much of the work limit is left. */
struct price_work {
    const struct sc_price_request *request;
    uint64_t steps;
    uint64_t next_look; /* at the limit, in steps */
    bool is_spent;
};

enum {
    PRICE_STEPS_A_LOOK = 4096, /* between two questions to the work limit */
};

/* Counts steps of a few nanoseconds each; true when the limit is reached. */
static inline bool price_work_spend(struct price_work *work, uint64_t steps)
{
    work->steps += steps;
    if (work->steps >= work->next_look && !work->is_spent &&
        work->request->limit.is_spent != NULL) {
        work->next_look = work->steps + PRICE_STEPS_A_LOOK;
        work->is_spent = work->request->limit.is_spent(work->request->limit.context);
    }
    return work->is_spent;
}

/* SC_NO_MEMORY: the arena is full. */
SC_MUST_USE enum sc_status sc_price_model_make(struct sc_arena *arena,
                                               const struct sc_price_request *request,
                                               struct price_model *ret_model);

/* The request's own quantities. SC_NO_MEMORY: the arena is full. */
SC_MUST_USE enum sc_status sc_price_case_make(struct sc_arena *arena,
                                              const struct price_model *model,
                                              struct price_case *ret_case);

/* What a weighed line costs when so many of its grams, or all, are at `value` per kg. */
int64_t sc_price_weighed_pays(const struct price_good *good, int64_t value, int64_t room_grams);

/* What is saved on a price at so many basis points off. */
int64_t sc_price_cut(int64_t price, int64_t basis_points_off);

#endif
