/*
 * tx.h - transactions that end with their scope, and the statements in them.
 *
 *     SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
 *     st = retail_store_find_one(&tx, &in, &store);
 *     if (st == SC_OK)
 *         st = retail_store_rename_exec(&tx, &rename, &changed);
 *     if (st == SC_OK)
 *         st = sc_tx_commit(&tx);
 *     return st;
 *
 * However the scope is left, what was not committed is rolled back and the
 * connection goes back to the pool. sc_tx_auto() lends a connection in the same
 * way with each statement a transaction of its own: for reads.
 *
 * A failure inside a transaction is its end: each later call gives the same
 * status without asking the server, so statements may follow each other and the
 * last status be looked at. Where a call fails, the words and the SQLSTATE are
 * on the request. One thread at a time; one statement at a time.
 *
 * Where there are replicas, what commits raises `rq->seen` (store/cluster.h), in the
 * same round trip: what the request loads then is no older.
 *
 * Every wait ends by the request's deadline, and each statement by its own limit
 * (`slow:` in its file, else SC_PG_STATEMENT_MS). Of a request that was called off
 * none begins, and no transaction commits (SC_CANCELLED).
 */
#ifndef SC_STORE_TX_H
#define SC_STORE_TX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "runtime/request.h"
#include "store/pg_query.h"

enum {
    SC_TX_ROLLBACK_MS =
        250, /* giving back may wait so long, past the deadline too; else it closes */
};

struct sc_hint_kept;
struct sc_pg;
struct sc_pg_conn;

struct sc_tx {
    struct sc_pg *pg;
    struct sc_request *rq;
    struct sc_pg_conn *conn;    /* NULL: there was none to be had */
    enum sc_status status;      /* SC_OK, or why nothing more runs in it */
    bool is_open;               /* inside BEGIN */
    bool has_run;               /* a statement has run since BEGIN */
    struct sc_hint_kept *hints; /* since BEGIN (hint.h): its commit tells them */
};

/*
 * Takes a connection and begins. When that fails (SC_BUSY, SC_TIMEOUT,
 * SC_UNAVAILABLE), the first statement tells.
 */
struct sc_tx sc_tx_begin(struct sc_pg *pg, struct sc_request *rq);
/* Takes a connection; each statement commits by itself. */
struct sc_tx sc_tx_auto(struct sc_pg *pg, struct sc_request *rq);

/* Begins on the connection of sc_tx_auto, or again after a commit or rollback. */
SC_MUST_USE enum sc_status sc_tx_start(struct sc_tx *tx);

/*
 * SC_OK: it is kept, whatever happens from here; further statements commit each
 * by itself. A request that carries a struct sc_once has its answer kept with it
 * (once.h). SC_UNKNOWN: the answer did not come; it may or may not have
 * happened. Anything else: it did not.
 */
SC_MUST_USE enum sc_status sc_tx_commit(struct sc_tx *tx);

/* Raises `rq->seen` to what the primary has now, for who has found what another wrote. */
SC_MUST_USE enum sc_status sc_tx_see(struct sc_tx *tx);

/* Undoes what was not committed; a failed transaction can then be started anew. */
SC_MUST_USE enum sc_status sc_tx_rollback(struct sc_tx *tx);

/* What SC_SCOPED calls: rolls back and gives the connection back. */
void sc_tx_finish(struct sc_tx *tx);

/*
 * What the generated functions call; use those. `in` is the query's struct
 * <name>_in, or NULL when it has no parameters.
 *
 * All: what the SQLSTATE means (pg_state.h); SC_TIMEOUT; SC_UNAVAILABLE: the
 * connection broke, and the transaction with it; SC_UNKNOWN: so it did, or it was
 * late, at a statement that writes and commits by itself; SC_INTERNAL: rows
 * are not as declared; SC_LIMITED: the arena is full.
 */

/*
 * The first row, its text in the request's arena. SC_NOT_FOUND when there is
 * none: the words are then the caller's to find, and the transaction goes on.
 */
SC_MUST_USE enum sc_status sc_tx_one(struct sc_tx *tx, const struct sc_pg_query *query,
                                     const void *in, void *ret_row);

/*
 * All rows, in the request's arena; SC_LIMITED when there are more than `max`. The generated
 * struct <name>_rows is sc_rows with its type.
 */
SC_MUST_USE enum sc_status sc_tx_all(struct sc_tx *tx, const struct sc_pg_query *query,
                                     const void *in, size_t max, struct sc_rows *ret_rows);

/*
 * Gets one row, whose text and arrays live until it returns. It may not use the
 * transaction. Another status than SC_OK ends the reading, and the transaction.
 */
typedef enum sc_status (*sc_row_fn)(void *context, const void *row);

/* Each row as it comes; the limit of the statement is for each wait, not for all of them. */
SC_MUST_USE enum sc_status sc_tx_each(struct sc_tx *tx, const struct sc_pg_query *query,
                                      const void *in, sc_row_fn on_row, void *context);

/* No rows (any are passed over); `ret_affected` is how many rows it changed, and may be NULL. */
SC_MUST_USE enum sc_status sc_tx_exec(struct sc_tx *tx, const struct sc_pg_query *query,
                                      const void *in, int64_t *ret_affected);

/* Runs text that is no query of ours, such as a migration; several statements are allowed. */
SC_MUST_USE enum sc_status sc_tx_script(struct sc_tx *tx, const char *sql, int64_t limit_ms);

/*
 * Puts a failure of the connection on the request; the transaction, if any, is
 * over. For copy.h.
 */
enum sc_status sc_tx_fail(struct sc_tx *tx, enum sc_status st, const char *what);

#endif
