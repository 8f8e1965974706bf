/*
 * where_fit.h - which of the products that a line may mean go into a plan.
 *
 * A plan buys the cheapest of all that would do, so a single product in the set
 * that is something else is the one that gets bought: 2 l of milk would be a
 * 70 g milk spread. The set is therefore held tighter than what a shopper is
 * shown to choose from.
 */
#ifndef SC_DOMAIN_WHERE_FIT_H
#define SC_DOMAIN_WHERE_FIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "domain/match.h"

/*
 * Indices into `matches` (best first, as sc_match_rank gives them) of those that
 * a plan may buy, at most `most`, in their order:
 *
 * - with some confidence;
 * - with nearly all that the best one has of the line's words, not only words like them;
 * - with a score of at least 7/10 of the best one's;
 * - whose amount is no matter of doubt, if there is any such.
 *
 * SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_where_fits(struct sc_arena *arena, const struct sc_match *matches,
                                         size_t count, size_t most, const size_t **ret_fits,
                                         size_t *ret_count);

enum {
    SC_WHERE_KINDS_MAX = 200, /* retailers told apart in one line: no plan has more stores */
};

/* Each retailer's category of what fits a line best there. */
struct sc_where_kinds {
    int64_t retailers[SC_WHERE_KINDS_MAX];
    struct sc_str categories[SC_WHERE_KINDS_MAX];
    size_t count;
};

/*
 * Whether an item is of the kind of the line, asked for best fits first. Chains
 * name their categories each in their own way, so an item is held only against
 * the best one of the same retailer: other milk, and no milk chocolate. Without
 * a category (absent or empty) nothing is held against it.
 */
bool sc_where_kind_fits(struct sc_where_kinds *kinds, int64_t retailer_id, struct sc_str category);

#endif
