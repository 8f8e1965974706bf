/*
 * price_rule.h - what one deal saves when it takes given units. Private to price*.c.
 *
 * `taken` says how many units the rule's slots give, in their order.
 */
#ifndef SC_DOMAIN_PRICE_RULE_H
#define SC_DOMAIN_PRICE_RULE_H

#include "domain/price_model.h"

/* Distinct savings, in no order. They live in the arena they were made with. */
struct price_savings {
    int64_t *at;
    size_t count;
    size_t room;
};

enum {
    /*
     * Units in one deal whose every grouping is looked at: beyond the units to
     * which exactness is owed, one good grouping is enough.
     */
    PRICE_GROUPING_UNITS = 32,
};

/* Shelf price of what is taken. */
int64_t sc_price_rule_shelf(const struct price_model *model, const struct price_rule *rule,
                            const int64_t *taken);

/* Uses that these units make; 0 when they make none. Harm and thresholds are not looked at. */
int64_t sc_price_rule_uses(const struct price_model *model, const struct price_rule *rule,
                           const int64_t *taken);

/*
 * The most that these units, which make uses, can save; below 0 when the uses
 * would be harmful. `ret_is_best` false: the units can be grouped in more ways
 * than were looked at, and another could save more.
 */
int64_t sc_price_rule_saving(const struct price_model *model, const struct price_rule *rule,
                             const int64_t *taken, struct price_work *work, bool *ret_is_best);

/*
 * All that these units can save, however they are grouped, the most included.
 * False: there are more groupings than were looked at. `savings->at` is NULL
 * when the arena is full.
 */
bool sc_price_rule_savings(struct sc_arena *arena, const struct price_model *model,
                           const struct price_rule *rule, const int64_t *taken,
                           struct price_work *work, struct price_savings *savings);

/* What the weighed line in a slot pays when a weight_price rule takes these lines. */
int64_t sc_price_weight_pays(const struct price_model *model, const struct price_rule *rule,
                             const int64_t *taken, size_t slot);

#endif
