/*
 * where_input.h - what the API's fields about where to buy are asked, as a question of where.h.
 *
 * Of a list, its open items are the lines; what its household has said of how it
 * shops (accounts/shopping.h) counts where the input says nothing. That is given
 * to members alone: who reads the list by a link, or because it was shared with
 * them, says stores and place themselves, and is answered as if the household
 * had none.
 */
#ifndef SC_GATEWAY_WHERE_INPUT_H
#define SC_GATEWAY_WHERE_INPUT_H

#include "base/macros.h"
#include "base/status.h"
#include "gateway/where.h"
#include "gateway/where_rows.h"
#include "runtime/request.h"

struct sc_pg;

enum {
    GATEWAY_WHERE_LINES_MAX = 100,  /* a household's list has fewer; of a longer one, the first */
    GATEWAY_WHERE_STORES_MAX = 5,   /* of one plan: more is no shopping trip */
    GATEWAY_WHERE_WORDS_MAX = 50,   /* cards, and coupons */
    GATEWAY_WHERE_BUDGET_MS = 1500, /* CPU time of the search; a request has 5 s in all */
    GATEWAY_WHERE_ARENA_CAP = 256 * 1024 * 1024, /* prices of 100 lines in 200 stores, planned */
};

/*
 * Waits for the database where there is a list. SC_INVALID: the input is out of
 * range. SC_NOT_FOUND: no such list, or no right to it. Else as store/tx.h. All
 * lives in rq's arena or borrows `in`.
 */
SC_MUST_USE enum sc_status gateway_where_input(struct sc_request *rq, struct sc_pg *pg,
                                               const struct where_in *in,
                                               struct gateway_where_ask *ret_ask);

#endif
