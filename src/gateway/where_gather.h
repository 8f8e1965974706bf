/*
 * where_gather.h - the facts of one question: list and database into domain/where.h's structs.
 *
 * The steps stand here in their order; each has a fixed number of queries (the
 * matching's few a line apart). All lives in the request's arena; failures have
 * their words on the request.
 */
#ifndef SC_GATEWAY_WHERE_GATHER_H
#define SC_GATEWAY_WHERE_GATHER_H

#include <stddef.h>
#include <stdint.h>

#include "domain/where_accept.h"
#include "gateway/where.h"
#include "gateway/where_note.h"
#include "store/tx.h"

enum {
    WHERE_GUESSES = 4, /* shown of a doubtful line, the one taken included */
    WHERE_ALIKE = 5,   /* stores proposed for a name that is none */
};

struct where_gather {
    struct sc_request *rq;
    struct sc_tx *tx;
    const struct gateway_where_ask *ask;

    struct sc_where_store *stores;
    int64_t *store_ids, *retailer_ids; /* of each store */
    size_t store_count;
    struct sc_str currency;
    int places;
    struct sc_trip_weights weights;
    int64_t missing_minor;
    struct sc_shopper shopper;

    struct sc_where_line *lines;     /* as many as the ask has */
    struct sc_where_line_fits *fits; /* of each line */

    struct sc_where_goods goods; /* by id */

    struct where_notes notes; /* what was left out and why */
};

/*
 * The stores, their one currency and what going there costs, and whom the
 * shopper counts as. SC_INVALID: a store's name is none or several's, or
 * currencies are mixed. SC_NOT_FOUND: there is no store to buy in.
 */
SC_MUST_USE enum sc_status where_gather_stores(struct where_gather *g);

/* What the lines mean; first among what these stores sell. */
SC_MUST_USE enum sc_status where_gather_lines(struct where_gather *g);

/* What the stores sell of it, and for how much. */
SC_MUST_USE enum sc_status where_gather_shelves(struct where_gather *g);

/* The deals about it. */
SC_MUST_USE enum sc_status where_gather_deals(struct where_gather *g);

#endif
