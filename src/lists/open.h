/*
 * open.h - what of a list is still to be bought, for who plans where.
 */
#ifndef SC_LISTS_OPEN_H
#define SC_LISTS_OPEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"

struct sc_pg;

struct lists_open_item {
    struct sc_str id; /* a UUID */
    struct sc_str name;
    int64_t quantity_milli; /* thousandths of the unit, or of pieces; may be 0 */
    struct sc_str unit;     /* as typed; absent: pieces */
    int64_t product_id;     /* it is exactly that; 0: not said */
};

/* Neither ticked nor deleted, in the list's order. */
struct lists_open {
    int64_t household_id; /* whose list it is */
    const struct lists_open_item *items;
    size_t count;
    bool has_more;
};

/*
 * At most `most` items of a list that the viewer may read, in rq's arena.
 * SC_NOT_FOUND: there is no such list, or no right to it. Else as store/tx.h.
 */
SC_MUST_USE enum sc_status lists_open_find(struct sc_request *rq, struct sc_pg *pg, int64_t list_id,
                                           size_t most, struct lists_open *ret_open);

#endif
