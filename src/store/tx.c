#include "store/tx.h"

#include <assert.h>
#include <stdlib.h>

#include "runtime/log.h"
#include "store/cluster.h"
#include "store/hint.h"
#include "store/once.h"
#include "store/pg.h"
#include "store/pg_conn.h"
#include "store/pg_row.h"
#include "store/pg_state.h"
#include "store/store_rows.h"

/* One statement on its way: what is asked, and what to do with the rows. */
struct run {
    struct sc_tx *tx;
    const struct sc_pg_query *query;
    const void *in;
    struct sc_arena *arena; /* of the rows' text */
    sc_row_fn on_row;
    void *context;
    struct sc_deadline deadline;
    bool is_stream; /* the limit is for each wait */
    bool is_write;  /* commits by itself, and how far the log is then is asked */
    bool was_sent;
    size_t row_count;
    int64_t affected;
};

static struct sc_deadline limit(const struct sc_tx *tx, int64_t ms)
{
    return sc_deadline_min(tx->rq->deadline, sc_deadline_in(ms));
}

enum sc_status sc_tx_fail(struct sc_tx *tx, enum sc_status st, const char *what)
{
    const struct sc_pg_error *error = &tx->conn->error;
    bool is_first = tx->rq->failure.status == SC_OK;

    sc_fail(tx->rq, st, "%s: %s", what, error->words);
    if (is_first)
        memcpy(tx->rq->failure.sqlstate, error->sqlstate, sizeof error->sqlstate);
    if (tx->is_open || tx->conn->is_lost)
        tx->status = st;
    return st;
}

static void take(struct sc_tx *tx)
{
    tx->conn = NULL;
    tx->status = sc_pg_take(tx->pg, tx->rq, &tx->conn);
}

static enum sc_status send_begin(struct sc_tx *tx)
{
    return sc_pg_conn_command(tx->conn, "begin", limit(tx, SC_PG_STATEMENT_MS));
}

/* A connection in place of one that broke, begun if the last was. The request has not failed. */
static enum sc_status replace(struct sc_tx *tx)
{
    sc_pg_give(tx->pg, tx->conn);
    take(tx);
    if (tx->status != SC_OK || !tx->is_open)
        return tx->status;
    enum sc_status st = send_begin(tx);
    return st == SC_OK ? SC_OK : sc_tx_fail(tx, st, "begin");
}

enum sc_status sc_tx_start(struct sc_tx *tx)
{
    if (tx->status != SC_OK)
        return tx->status;
    assert(!tx->is_open);
    tx->is_open = true;
    tx->has_run = false;
    enum sc_status st = send_begin(tx);
    if (st == SC_OK)
        return SC_OK;
    if (st == SC_UNAVAILABLE && tx->conn->is_lost) /* nothing has happened yet: another will do */
        return replace(tx);
    return sc_tx_fail(tx, st, "begin");
}

struct sc_tx sc_tx_auto(struct sc_pg *pg, struct sc_request *rq)
{
    struct sc_tx tx = {.pg = pg, .rq = rq};

    take(&tx);
    return tx;
}

struct sc_tx sc_tx_begin(struct sc_pg *pg, struct sc_request *rq)
{
    struct sc_tx tx = sc_tx_auto(pg, rq);
    enum sc_status st = sc_tx_start(&tx);

    assert(st == tx.status); /* which the first statement tells */
    return tx;
}

static bool has_replicas(const struct sc_tx *tx)
{
    return sc_cluster_has_replicas(sc_pg_cluster(tx->pg));
}

/* What the log had behind a commit; 0: it is not known. */
static void see(struct sc_tx *tx, uint64_t lsn)
{
    const struct sc_cluster *cluster = sc_pg_cluster(tx->pg);

    sc_read_point_raise(&tx->rq->seen, lsn > 0 ? sc_cluster_point(cluster, tx->conn->node, lsn)
                                               : SC_READ_POINT_PRIMARY);
}

static enum sc_status send_commit(struct sc_tx *tx)
{
    struct sc_deadline deadline = limit(tx, SC_PG_STATEMENT_MS);
    uint64_t lsn;

    if (!has_replicas(tx))
        return sc_pg_conn_command(tx->conn, "commit", deadline);
    enum sc_status st = sc_pg_conn_commit(tx->conn, deadline, &lsn);
    if (st == SC_OK)
        see(tx, lsn);
    return st;
}

enum sc_status sc_tx_see(struct sc_tx *tx)
{
    struct store_node_inserted_row row = {0};

    if (!has_replicas(tx))
        return tx->status;
    enum sc_status st = store_node_inserted_one(tx, &row);
    if (st == SC_OK)
        see(tx, row.has_lsn ? (uint64_t)row.lsn : 0);
    return st;
}

enum sc_status sc_tx_commit(struct sc_tx *tx)
{
    if (tx->status != SC_OK)
        return tx->status;
    assert(tx->is_open);
    if (sc_request_is_over(tx->rq)) {
        tx->status = sc_request_is_cancelled(tx->rq)
                         ? sc_fail(tx->rq, SC_CANCELLED, "it was called off, and was not kept")
                         : sc_fail(tx->rq, SC_TIMEOUT, "it took too long, and was not kept");
        return tx->status;
    }
    struct sc_once *once = tx->rq->once;
    if (once != NULL && !once->is_kept) {
        enum sc_status kept = sc_once_keep(tx, once);
        if (kept != SC_OK)
            return kept;
    }
    enum sc_status st = send_commit(tx);
    tx->is_open = false;
    if (st != SC_OK && tx->conn->is_lost)
        st = SC_UNKNOWN;
    if (st == SC_OK || st == SC_UNKNOWN)
        sc_hints_tell(&tx->hints);
    tx->hints = NULL;
    if (st == SC_OK)
        return SC_OK;
    tx->status = sc_tx_fail(tx, st, "commit");
    return st;
}

enum sc_status sc_tx_rollback(struct sc_tx *tx)
{
    if (tx->conn == NULL || tx->conn->is_lost)
        return tx->status;
    enum sc_status st = SC_OK;
    if (tx->is_open)
        st = sc_pg_conn_command(tx->conn, "rollback", sc_deadline_in(SC_TX_ROLLBACK_MS));
    tx->is_open = false;
    tx->hints = NULL;
    tx->status = st == SC_OK ? SC_OK : sc_tx_fail(tx, st, "rollback");
    return tx->status;
}

void sc_tx_finish(struct sc_tx *tx)
{
    if (tx->conn == NULL)
        return;
    if (tx->is_open && !tx->conn->is_lost &&
        PQtransactionStatus(tx->conn->pg) != PQTRANS_ACTIVE) { /* else a COPY was left half done */
        enum sc_status st =
            sc_pg_conn_command(tx->conn, "rollback", sc_deadline_in(SC_TX_ROLLBACK_MS));
        tx->conn->is_lost |= st != SC_OK; /* closing it rolls back too */
    }
    sc_pg_give(tx->pg, tx->conn);
    tx->conn = NULL;
}

static enum sc_status decode_row(struct run *run, const PGresult *result, void *row)
{
    struct sc_pg_conn *conn = run->tx->conn;

    if (run->row_count == 0 && !sc_pg_columns_fit(run->query, result))
        return sc_pg_conn_note(conn, SC_INTERNAL, NULL,
                               SC_STR("its columns are not those of the file's row"));
    enum sc_status st = sc_pg_row_decode(run->query, result, 0, run->arena, row);
    if (st == SC_OK)
        return SC_OK;
    return sc_pg_conn_note(conn, st, NULL,
                           st == SC_LIMITED ? SC_STR("its rows are more than fits in memory")
                                            : SC_STR("a value is not as the file says"));
}

static enum sc_status take_row(struct run *run, const PGresult *result)
{
    struct sc_pg_conn *conn = run->tx->conn;

    if (run->on_row == NULL)
        return SC_OK;
    struct sc_arena_mark mark = sc_arena_mark(conn->scratch);
    void *row = sc_arena_zalloc(conn->scratch, run->query->row.size);
    enum sc_status st =
        row == NULL ? sc_pg_conn_note(conn, SC_NO_MEMORY, NULL, SC_STR("no memory for a row"))
                    : SC_OK;
    if (st == SC_OK)
        st = decode_row(run, result, row);
    if (st == SC_OK) {
        run->row_count++;
        st = run->on_row(run->context, row);
        if (st != SC_OK)
            sc_pg_conn_note(conn, st, NULL, SC_STR("the reader of its rows stopped"));
    }
    sc_arena_rewind(conn->scratch, mark);
    return st;
}

static enum sc_status take_result(struct run *run, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_SINGLE_TUPLE)
        return take_row(run, result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        return sc_pg_conn_note(run->tx->conn, SC_INTERNAL, NULL,
                               SC_STR("the server answered with neither rows nor an end"));
    struct sc_str count = sc_str_of(PQcmdTuples(result));
    if (sc_str_i64(count, &run->affected) != SC_OK)
        run->affected = 0; /* a statement that counts nothing */
    return SC_OK;
}

/* A write that has been read to its end, or has failed; what it did does not depend on this. */
static void take_point(struct run *run)
{
    struct sc_tx *tx = run->tx;
    struct sc_pg_error error = tx->conn->error;
    uint64_t lsn = 0;

    if (sc_pg_conn_take_point(tx->conn, run->deadline, &lsn) != SC_OK)
        lsn = 0;
    see(tx, lsn);
    tx->conn->error = error;
}

static enum sc_status send(struct run *run)
{
    struct sc_pg_conn *conn = run->tx->conn;

    return run->is_write
               ? sc_pg_conn_send_write(conn, run->query, run->in, run->deadline, &run->was_sent)
               : sc_pg_conn_send(conn, run->query, run->in, run->deadline, &run->was_sent);
}

/* Prepares if need be, sends, and reads to the end. */
static enum sc_status attempt(struct run *run)
{
    struct sc_pg_conn *conn = run->tx->conn;

    run->was_sent = false;
    if (sc_request_is_cancelled(run->tx->rq))
        return sc_pg_conn_note(conn, SC_CANCELLED, NULL, SC_STR("it was called off"));
    if (sc_deadline_is_over(run->deadline))
        return sc_pg_conn_note(conn, SC_TIMEOUT, NULL, SC_STR("there was no time left"));
    enum sc_status st = sc_pg_conn_prepare(conn, run->query, run->deadline);
    if (st == SC_OK)
        st = send(run);
    while (st == SC_OK) {
        PGresult *result;
        if (run->is_stream)
            run->deadline = limit(run->tx, run->query->limit_ms);
        st = sc_pg_conn_next(conn, run->deadline, &result);
        if (st != SC_OK || result == NULL)
            break;
        st = take_result(run, result);
        PQclear(result);
        if (st != SC_OK)
            conn->is_lost = true; /* more is on its way that nobody reads */
    }
    if (run->is_write && run->was_sent && !conn->is_lost)
        take_point(run);
    return st;
}

/* The transaction, or the statement that is one, has surely changed nothing. */
static bool nothing_happened(const struct run *run)
{
    if (run->row_count > 0)
        return false;
    if (run->tx->is_open)
        return !run->tx->has_run;
    return !run->was_sent || !run->query->may_write || run->tx->conn->error.sqlstate[0] != '\0';
}

/* After a failure that a second attempt may cure: makes ready for it. */
static enum sc_status prepare_again(struct run *run)
{
    struct sc_tx *tx = run->tx;
    enum sc_status st = SC_OK;

    if (tx->conn->is_lost)
        return replace(tx);
    if (tx->is_open)
        st = sc_pg_conn_command(tx->conn, "rollback", run->deadline);
    if (st == SC_OK)
        st = sc_pg_conn_unprepare(tx->conn, run->deadline);
    if (st == SC_OK && tx->is_open)
        st = send_begin(tx);
    return st == SC_OK ? SC_OK : sc_tx_fail(tx, st, run->query->name);
}

static enum sc_status fail_run(struct run *run, enum sc_status st)
{
    struct sc_tx *tx = run->tx;
    bool is_lost = tx->conn->is_lost;

    if (is_lost && (st == SC_UNAVAILABLE || st == SC_TIMEOUT) && !tx->is_open &&
        run->query->may_write && run->was_sent && tx->conn->error.sqlstate[0] == '\0')
        st = SC_UNKNOWN;
    else if (!is_lost && sc_pg_state_is_stale(tx->conn->error.sqlstate) && tx->is_open &&
             tx->has_run)
        st = SC_CONFLICT; /* the tables changed under a transaction: as a whole it will do */
    return sc_tx_fail(tx, st, run->query->name);
}

static enum sc_status try_query(struct run *run)
{
    struct sc_tx *tx = run->tx;

    assert(tx->status != SC_OK || tx->conn != NULL);
    run->is_write = run->query->may_write && !tx->is_open && has_replicas(tx);
    for (bool is_again = false; tx->status == SC_OK; is_again = true) {
        run->deadline = limit(tx, run->query->limit_ms);
        enum sc_status st = attempt(run);
        if (st == SC_OK) {
            tx->has_run = true;
            return SC_OK;
        }
        bool is_curable = tx->conn->is_lost ? st == SC_UNAVAILABLE
                                            : sc_pg_state_is_stale(tx->conn->error.sqlstate);
        if (is_again || !is_curable || !nothing_happened(run))
            return fail_run(run, st);
        st = prepare_again(run);
        if (st != SC_OK)
            return st;
    }
    return tx->status;
}

static enum sc_status run_query(struct run *run)
{
    int64_t began_us = sc_monotonic_us();
    enum sc_status st = try_query(run);

    sc_log(SC_LOG_DEBUG, "store.statement", SC_LOG_TEXT("query", sc_str_of(run->query->name)),
           SC_LOG_TEXT("status", sc_str_of(sc_status_name(st))),
           SC_LOG_NUMBER("rows", (int64_t)run->row_count),
           SC_LOG_NUMBER("us", sc_monotonic_us() - began_us));
    return st;
}

struct first_row {
    void *row;
    size_t size;
    size_t count;
};

static enum sc_status keep_first(void *context, const void *row)
{
    struct first_row *first = context;

    if (first->count++ == 0)
        memcpy(first->row, row, first->size);
    return SC_OK;
}

enum sc_status sc_tx_one(struct sc_tx *tx, const struct sc_pg_query *query, const void *in,
                         void *ret_row)
{
    struct first_row first = {
        .row = sc_arena_alloc(tx->rq->arena, query->row.size), /* kept only if all goes well */
        .size = query->row.size,
    };
    struct run run = {
        .tx = tx,
        .query = query,
        .in = in,
        .arena = tx->rq->arena,
        .on_row = keep_first,
        .context = &first,
    };

    if (first.row == NULL)
        return sc_fail(tx->rq, SC_LIMITED, "%s: its rows are more than fits in memory",
                       query->name);
    enum sc_status st = run_query(&run);
    if (st == SC_OK && first.count == 0)
        return SC_NOT_FOUND;
    if (st == SC_OK)
        memcpy(ret_row, first.row, first.size);
    return st;
}

struct all_rows {
    struct sc_buf rows;
    size_t size;
};

static enum sc_status keep_all(void *context, const void *row)
{
    struct all_rows *all = context;

    sc_buf_put(&all->rows, (struct sc_str){row, all->size});
    return all->rows.failed ? SC_LIMITED : SC_OK;
}

enum sc_status sc_tx_all(struct sc_tx *tx, const struct sc_pg_query *query, const void *in,
                         size_t max, struct sc_rows *ret_rows)
{
    struct all_rows all = {.size = query->row.size};
    struct run run = {
        .tx = tx,
        .query = query,
        .in = in,
        .arena = tx->rq->arena,
        .on_row = keep_all,
        .context = &all,
    };
    size_t cap;

    if (__builtin_mul_overflow(max, all.size, &cap))
        cap = SIZE_MAX;
    sc_buf_init(&all.rows, cap);
    enum sc_status st = run_query(&run);
    if (st == SC_OK) {
        struct sc_str rows = sc_arena_str(tx->rq->arena, sc_buf_str(&all.rows));
        if (rows.at == NULL)
            st = sc_fail(tx->rq, SC_LIMITED, "%s: its rows are more than fits in memory",
                         query->name);
        else
            *ret_rows = (struct sc_rows){rows.at, run.row_count};
    }
    sc_buf_finish(&all.rows);
    return st;
}

enum sc_status sc_tx_each(struct sc_tx *tx, const struct sc_pg_query *query, const void *in,
                          sc_row_fn on_row, void *context)
{
    if (tx->status != SC_OK)
        return tx->status;
    struct run run = {
        .tx = tx,
        .query = query,
        .in = in,
        .arena = tx->conn->scratch,
        .on_row = on_row,
        .context = context,
        .is_stream = true,
    };
    return run_query(&run);
}

enum sc_status sc_tx_exec(struct sc_tx *tx, const struct sc_pg_query *query, const void *in,
                          int64_t *ret_affected)
{
    struct run run = {.tx = tx, .query = query, .in = in};
    enum sc_status st = run_query(&run);

    if (st == SC_OK && ret_affected != NULL)
        *ret_affected = run.affected;
    return st;
}

enum sc_status sc_tx_script(struct sc_tx *tx, const char *sql, int64_t limit_ms)
{
    if (tx->status != SC_OK)
        return tx->status;
    enum sc_status st = sc_pg_conn_command(tx->conn, sql, limit(tx, limit_ms));
    tx->has_run = true;
    return st == SC_OK ? SC_OK : sc_tx_fail(tx, st, "script");
}
