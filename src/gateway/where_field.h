/*
 * where_field.h - the field whereToBuy of the API: where.h asked and answered in its structs.
 */
#ifndef SC_GATEWAY_WHERE_FIELD_H
#define SC_GATEWAY_WHERE_FIELD_H

#include "base/macros.h"
#include "base/status.h"
#include "gateway/where_rows.h"
#include "runtime/request.h"

struct sc_pg;

enum {
    GATEWAY_WHERE_LINES_MAX = 100,  /* a household's list has fewer */
    GATEWAY_WHERE_STORES_MAX = 5,   /* of one plan: more is no shopping trip */
    GATEWAY_WHERE_WORDS_MAX = 50,   /* cards, and coupons */
    GATEWAY_WHERE_BUDGET_MS = 1500, /* CPU time of the search; a request has 5 s in all */
    GATEWAY_WHERE_ARENA_CAP = 256 * 1024 * 1024, /* prices of 100 lines in 200 stores, planned */
};

/*
 * `in` is a struct where_in, `ret_row` a struct where_row. SC_INVALID: the input
 * is out of range; else as gateway_where_find fails. Words on `rq`, in whose
 * arena the answer lives.
 */
SC_MUST_USE enum sc_status gateway_where_to_buy(struct sc_request *rq, struct sc_pg *pg,
                                                const void *in, void *ret_row);

#endif
