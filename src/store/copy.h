/*
 * copy.h - many rows into a table by COPY, in PostgreSQL's binary format.
 *
 *     SC_SCOPED(sc_copy) copy = {0};
 *     st = retail_price_copy_begin(&tx, &copy);
 *     for (...; st == SC_OK; ...)
 *         st = retail_price_copy_put(&copy, &row);
 *     if (st == SC_OK)
 *         st = sc_copy_end(&copy, &count);
 *
 * Rows are gathered to SC_COPY_CHUNK bytes, sent, and waited for only when the
 * server is slower than we are, so memory stays bounded whatever the number of
 * rows. A COPY that is not ended writes nothing: leaving the scope gives it up.
 */
#ifndef SC_STORE_COPY_H
#define SC_STORE_COPY_H

#include <stdint.h>

#include "base/buf.h"
#include "store/tx.h"

enum {
    SC_COPY_CHUNK = 64 * 1024,         /* bytes sent at a time */
    SC_COPY_ROW_MAX = 8 * 1024 * 1024, /* bytes of one row; more is SC_LIMITED */
};

struct sc_copy {
    struct sc_tx *tx; /* NULL: not begun, or over */
    const struct sc_pg_query *query;
    struct sc_buf buf;
};

/*
 * Begins on `tx`, which runs nothing else until the end. Statuses as any
 * statement's (tx.h). `ret_copy` is then to be finished.
 */
SC_MUST_USE enum sc_status sc_copy_begin(struct sc_tx *tx, const struct sc_pg_query *query,
                                         struct sc_copy *ret_copy);

/*
 * One row, `in` being the query's struct <name>_in; borrowed for this call only.
 * SC_LIMITED: the row is too long. SC_TIMEOUT: the server took nothing for the
 * statement's limit, or the request's deadline passed. SC_UNAVAILABLE: it is
 * gone. The transaction is over after any of them.
 */
SC_MUST_USE enum sc_status sc_copy_put(struct sc_copy *copy, const void *in);

/* All rows are in the table; `ret_count`, if not NULL, says how many. What a row did wrong shows
 * here. */
SC_MUST_USE enum sc_status sc_copy_end(struct sc_copy *copy, int64_t *ret_count);

/* What SC_SCOPED calls: gives up what was not ended, and the transaction with it. */
void sc_copy_finish(struct sc_copy *copy);

#endif
