#include "store/copy.h"

#include <assert.h>

#include "store/pg_conn.h"

/* The head of the binary format: signature, flags, length of an extension. */
static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";

enum {
    HEAD_LEN = sizeof head - 1,
    TRAILER = 0xFFFF, /* in place of a row's number of fields */
};

static struct sc_deadline wait_limit(const struct sc_copy *copy)
{
    assert(copy->tx != NULL); /* whoever failed before was told, and writes no more */
    return sc_deadline_min(copy->tx->rq->deadline, sc_deadline_in(copy->query->limit_ms));
}

/* Ends the COPY in failure: the transaction is over, and so is the connection. */
static enum sc_status give_up(struct sc_copy *copy, enum sc_status st)
{
    assert(copy->tx != NULL);
    copy->tx->conn->is_lost = true;
    sc_tx_fail(copy->tx, st, copy->query->name);
    copy->tx = NULL;
    return st;
}

/* Hands what is gathered to libpq, and waits until the server has taken most of it. */
static enum sc_status send(struct sc_copy *copy)
{
    struct sc_pg_conn *conn = copy->tx->conn;
    struct sc_str bytes = sc_buf_str(&copy->buf);
    int taken;

    if (sc_deadline_is_over(copy->tx->rq->deadline))
        return give_up(copy,
                       sc_pg_conn_note(conn, SC_TIMEOUT, NULL, SC_STR("there was no time left")));
    while ((taken = PQputCopyData(conn->pg, bytes.at, (int)bytes.len)) == 0) {
        enum sc_status st = sc_pg_conn_flush(conn, wait_limit(copy));
        if (st != SC_OK)
            return give_up(copy, st);
    }
    if (taken < 0)
        return give_up(copy, sc_pg_conn_lost(conn));
    sc_buf_clear(&copy->buf);
    enum sc_status st = sc_pg_conn_flush(conn, wait_limit(copy));
    return st == SC_OK ? SC_OK : give_up(copy, st);
}

enum sc_status sc_copy_begin(struct sc_tx *tx, const struct sc_pg_query *query,
                             struct sc_copy *ret_copy)
{
    assert(query->is_copy);
    if (tx->status != SC_OK)
        return tx->status;
    struct sc_copy copy = {.tx = tx, .query = query};
    enum sc_status st = sc_pg_conn_command(tx->conn, query->sql, wait_limit(&copy));
    tx->has_run = true;
    if (st != SC_OK)
        return sc_tx_fail(tx, st, query->name);
    sc_buf_init(&copy.buf, SC_COPY_CHUNK + SC_COPY_ROW_MAX);
    sc_buf_put(&copy.buf, (struct sc_str){head, HEAD_LEN});
    *ret_copy = copy;
    return SC_OK;
}

enum sc_status sc_copy_put(struct sc_copy *copy, const void *in)
{
    assert(copy->tx != NULL);
    size_t start = copy->buf.len;

    sc_buf_put_u16(&copy->buf, copy->query->in.count);
    for (size_t i = 0; i < copy->query->in.count; i++)
        sc_pg_encode_sized(&copy->buf, &copy->query->in.fields[i], in);
    if (copy->buf.failed || copy->buf.len - start > SC_COPY_ROW_MAX)
        return give_up(copy, sc_pg_conn_note(copy->tx->conn, SC_LIMITED, NULL,
                                             SC_STR("a row is longer than fits in memory")));
    return copy->buf.len < SC_COPY_CHUNK ? SC_OK : send(copy);
}

enum sc_status sc_copy_end(struct sc_copy *copy, int64_t *ret_count)
{
    assert(copy->tx != NULL);
    struct sc_tx *tx = copy->tx;
    int64_t count = 0;

    sc_buf_put_u16(&copy->buf, TRAILER);
    enum sc_status st = send(copy);
    if (st != SC_OK)
        return st;
    if (PQputCopyEnd(tx->conn->pg, NULL) < 0)
        return give_up(copy, sc_pg_conn_lost(tx->conn));
    st = sc_pg_conn_flush(tx->conn, wait_limit(copy));
    while (st == SC_OK) {
        PGresult *result;
        st = sc_pg_conn_next(tx->conn, wait_limit(copy), &result);
        if (st != SC_OK || result == NULL)
            break;
        if (sc_str_i64(sc_str_of(PQcmdTuples(result)), &count) != SC_OK)
            count = 0;
        PQclear(result);
    }
    copy->tx = NULL;
    if (st != SC_OK)
        return sc_tx_fail(tx, st, copy->query->name);
    if (ret_count != NULL)
        *ret_count = count;
    return SC_OK;
}

void sc_copy_finish(struct sc_copy *copy)
{
    if (copy->tx != NULL) { /* whoever leaves it has said why */
        copy->tx->conn->is_lost = true;
        copy->tx->status = SC_CANCELLED;
        copy->tx = NULL;
    }
    sc_buf_finish(&copy->buf);
}
