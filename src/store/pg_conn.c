#include "store/pg_conn.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "base/hash.h"
#include "store/cluster.h"
#include "store/pg_cancel.h"
#include "store/pg_row.h"
#include "store/pg_state.h"
#include "store/store_rows.h"

enum {
    US_PER_MS = 1000,
    IDLE_READS_MAX = 8, /* a server that still talks after these may as well be closed */
};

/* Copies libpq's words, which end in a line break, as one line. */
static void write_error(struct sc_pg_error *error, const char *sqlstate, struct sc_str words)
{
    size_t len = 0;

    words = sc_str_trim(words);
    for (size_t i = 0; i < words.len && len + 1 < sizeof error->words; i++)
        error->words[len++] = words.at[i] == '\n' || words.at[i] == '\t' ? ' ' : words.at[i];
    error->words[len] = '\0';
    memset(error->sqlstate, 0, sizeof error->sqlstate);
    if (sqlstate != NULL)
        memcpy(error->sqlstate, sqlstate, strnlen(sqlstate, sizeof error->sqlstate - 1));
}

enum sc_status sc_pg_conn_note(struct sc_pg_conn *conn, enum sc_status st, const char *sqlstate,
                               struct sc_str words)
{
    write_error(&conn->error, sqlstate, words);
    return st;
}

enum sc_status sc_pg_conn_lost(struct sc_pg_conn *conn)
{
    conn->is_lost = true;
    return sc_pg_conn_note(conn, SC_UNAVAILABLE, NULL, sc_str_of(PQerrorMessage(conn->pg)));
}

/* SC_TIMEOUT: the deadline passed before any of `events`. */
static enum sc_status wait_socket(PGconn *pg, short events, struct sc_deadline deadline,
                                  short *ret_events)
{
    struct pollfd fd = {.fd = PQsocket(pg), .events = events};

    for (;;) {
        int ready = poll(&fd, 1, sc_deadline_poll_ms(deadline));
        if (ready > 0) {
            *ret_events = fd.revents;
            return SC_OK;
        }
        if (ready < 0 && errno != EINTR)
            return SC_UNAVAILABLE;
        if (sc_deadline_is_over(deadline))
            return SC_TIMEOUT;
    }
}

/* Another node is the primary now: what is waited for here counts no more, if it ever comes. */
static bool is_left(const struct sc_pg_conn *conn)
{
    return conn->cluster != NULL && sc_cluster_primary(conn->cluster) != conn->node;
}

/* As above, for a statement: whatever goes wrong, the connection is used no more. */
static enum sc_status wait_server(struct sc_pg_conn *conn, short events,
                                  struct sc_deadline deadline, short *ret_events)
{
    enum sc_status st;

    do {
        struct sc_deadline look = sc_deadline_in(SC_PG_LOOK_MS);
        st = wait_socket(conn->pg, events, sc_deadline_min(deadline, look), ret_events);
    } while (st == SC_TIMEOUT && !is_left(conn) && !sc_deadline_is_over(deadline));
    if (st == SC_OK)
        return SC_OK;
    conn->is_lost = true;
    return is_left(conn)
               ? sc_pg_conn_note(conn, SC_UNAVAILABLE, NULL,
                                 SC_STR("another node of the database took over"))
               : sc_pg_conn_note(conn, st, NULL, SC_STR("the database did not answer in time"));
}

/* Notices are for people at a terminal: "relation exists, skipping". */
static void drop_notice(void *context, const PGresult *notice)
{
    (void)context;
    (void)notice;
}

static enum sc_status connect_by(PGconn *pg, struct sc_deadline deadline)
{
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;

    if (PQstatus(pg) == CONNECTION_BAD)
        return SC_UNAVAILABLE;
    while (next != PGRES_POLLING_OK) {
        short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        enum sc_status st = wait_socket(pg, events, deadline, &events);
        if (st != SC_OK)
            return st;
        next = PQconnectPoll(pg);
        if (next == PGRES_POLLING_FAILED)
            return SC_UNAVAILABLE;
    }
    return PQsetnonblocking(pg, 1) == 0 ? SC_OK : SC_UNAVAILABLE;
}

/* In three quarters of the time that plans are kept, to five. */
static void plan_renewal(struct sc_pg_conn *conn, int64_t now_us)
{
    int64_t plans_us = conn->plans_ms * US_PER_MS;
    uint64_t chance = sc_hash_number((uint64_t)(uintptr_t)conn, (uint64_t)now_us);

    conn->renew_us = now_us + plans_us * 3 / 4 + (int64_t)(chance % ((uint64_t)plans_us / 2));
}

enum sc_status sc_pg_conn_start(const struct sc_pg_target *target, struct sc_pg_conn **ret_conn)
{
    struct sc_pg_conn *conn = calloc(1, sizeof *conn);

    if (conn == NULL)
        return SC_NO_MEMORY;
    sc_buf_init(&conn->params, SC_PG_PARAMS_CAP);
    conn->scratch = sc_arena_create(SC_PG_SCRATCH_CAP);
    conn->pg = PQconnectStartParams(target->keywords, target->values, 0);
    if (conn->scratch == NULL || conn->pg == NULL) {
        sc_pg_conn_close(conn);
        return SC_NO_MEMORY;
    }
    PQsetNoticeReceiver(conn->pg, drop_notice, NULL);
    conn->plans_ms = SC_PG_PLANS_MS;
    plan_renewal(conn, sc_monotonic_us());
    *ret_conn = conn;
    return SC_OK;
}

enum sc_status sc_pg_conn_open(const struct sc_pg_target *target, struct sc_deadline deadline,
                               struct sc_pg_error *ret_error, struct sc_pg_conn **ret_conn)
{
    struct sc_pg_conn *conn;
    enum sc_status st = sc_pg_conn_start(target, &conn);

    if (st != SC_OK)
        return st;
    st = connect_by(conn->pg, deadline);
    if (st != SC_OK) {
        struct sc_str words = sc_str_of(PQerrorMessage(conn->pg));
        write_error(ret_error, NULL,
                    st == SC_TIMEOUT ? SC_STR("the database did not answer in time") : words);
        sc_pg_conn_close(conn);
        return st;
    }
    *ret_conn = conn;
    return SC_OK;
}

void sc_pg_conn_close(struct sc_pg_conn *conn)
{
    if (conn == NULL)
        return;
    if (PQtransactionStatus(conn->pg) == PQTRANS_ACTIVE)
        sc_pg_cancel(conn->pg);
    PQfinish(conn->pg);
    sc_arena_destroy(conn->scratch);
    sc_buf_finish(&conn->params);
    free(conn);
}

bool sc_pg_conn_is_good(struct sc_pg_conn *conn)
{
    struct pollfd fd = {.fd = PQsocket(conn->pg), .events = POLLIN};

    if (conn->is_lost || PQtransactionStatus(conn->pg) != PQTRANS_IDLE)
        return false;
    /* What comes to an idle connection is a notice, or a last word and behind it the end. */
    for (int reads = 0; poll(&fd, 1, 0) > 0; reads++)
        if (reads == IDLE_READS_MAX || PQconsumeInput(conn->pg) == 0)
            return false;
    return PQstatus(conn->pg) == CONNECTION_OK && !PQisBusy(conn->pg);
}

enum sc_status sc_pg_conn_flush(struct sc_pg_conn *conn, struct sc_deadline deadline)
{
    for (;;) {
        short ready;
        int left = PQflush(conn->pg);
        if (left == 0)
            return SC_OK;
        if (left < 0)
            return sc_pg_conn_lost(conn);
        enum sc_status st = wait_server(conn, POLLIN | POLLOUT, deadline, &ready);
        if (st != SC_OK)
            return st;
        /* A server whose own output is stuck reads nothing more until we read. */
        if ((ready & POLLIN) != 0 && PQconsumeInput(conn->pg) == 0)
            return sc_pg_conn_lost(conn);
    }
}

static enum sc_status next_result(struct sc_pg_conn *conn, struct sc_deadline deadline,
                                  PGresult **ret_result)
{
    while (PQisBusy(conn->pg)) {
        short ready;
        enum sc_status st = wait_server(conn, POLLIN, deadline, &ready);
        if (st != SC_OK)
            return st;
        if (PQconsumeInput(conn->pg) == 0)
            return sc_pg_conn_lost(conn);
    }
    *ret_result = PQgetResult(conn->pg);
    return SC_OK;
}

/* Notes the server's error, and reads on to the end of the statement. */
static enum sc_status take_error(struct sc_pg_conn *conn, PGresult *result,
                                 struct sc_deadline deadline)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

    if (sqlstate == NULL) { /* libpq made it up: the connection broke */
        PQclear(result);
        return sc_pg_conn_lost(conn);
    }
    enum sc_status st =
        sc_pg_conn_note(conn, sc_pg_state_status(sqlstate), sqlstate, sc_str_of(primary));
    while (result != NULL) {
        PQclear(result);
        result = NULL;
        struct sc_pg_error cause = conn->error;
        if (next_result(conn, deadline, &result) != SC_OK) {
            conn->error = cause; /* the first says more than that the rest did not come */
            return st;
        }
    }
    conn->is_lost |= PQstatus(conn->pg) != CONNECTION_OK;
    return st;
}

enum sc_status sc_pg_conn_next(struct sc_pg_conn *conn, struct sc_deadline deadline,
                               PGresult **ret_result)
{
    PGresult *result;
    enum sc_status st = next_result(conn, deadline, &result);

    if (st != SC_OK)
        return st;
    if (result != NULL && (PQresultStatus(result) == PGRES_FATAL_ERROR ||
                           PQresultStatus(result) == PGRES_BAD_RESPONSE))
        return take_error(conn, result, deadline);
    *ret_result = result;
    return SC_OK;
}

/* Reads to the end of a statement that gives no rows; stops at the start of a COPY. */
static enum sc_status finish_command(struct sc_pg_conn *conn, struct sc_deadline deadline)
{
    enum sc_status st = sc_pg_conn_flush(conn, deadline);

    while (st == SC_OK) {
        PGresult *result = NULL;
        st = sc_pg_conn_next(conn, deadline, &result);
        if (st != SC_OK || result == NULL)
            break;
        bool is_copy = PQresultStatus(result) == PGRES_COPY_IN;
        PQclear(result);
        if (is_copy)
            break;
    }
    return st;
}

enum sc_status sc_pg_conn_command(struct sc_pg_conn *conn, const char *sql,
                                  struct sc_deadline deadline)
{
    if (PQsendQuery(conn->pg, sql) == 0)
        return sc_pg_conn_lost(conn);
    return finish_command(conn, deadline);
}

/* Where the query stands in the table of what is prepared, or the free place for it. */
static const struct sc_pg_query **prepared_slot(struct sc_pg_conn *conn,
                                                const struct sc_pg_query *query)
{
    size_t at = ((uintptr_t)query >> 4) * 0x9E3779B1u;

    for (;; at++) {
        const struct sc_pg_query **slot = &conn->prepared[at % SC_COUNT(conn->prepared)];
        if (*slot == query || *slot == NULL)
            return slot;
    }
}

bool sc_pg_conn_has_prepared(struct sc_pg_conn *conn, const struct sc_pg_query *query)
{
    return *prepared_slot(conn, query) == query;
}

bool sc_pg_conn_send_prepare(struct sc_pg_conn *conn, const struct sc_pg_query *query)
{
    const struct sc_pg_query **slot = prepared_slot(conn, query);
    Oid types[SC_PG_FIELDS_MAX];

    assert(*slot == NULL && conn->prepared_count < SC_PG_PREPARED_MAX);
    for (int i = 0; i < query->in.count; i++)
        types[i] = sc_pg_type_oid(query->in.fields[i].type);
    if (PQsendPrepare(conn->pg, query->name, query->sql, query->in.count, types) == 0)
        return false;
    *slot = query;
    conn->prepared_count++;
    return true;
}

void sc_pg_conn_forget_prepared(struct sc_pg_conn *conn)
{
    memset(conn->prepared, 0, sizeof conn->prepared);
    conn->prepared_count = 0;
}

enum sc_status sc_pg_conn_prepare(struct sc_pg_conn *conn, const struct sc_pg_query *query,
                                  struct sc_deadline deadline)
{
    const struct sc_pg_query **slot = prepared_slot(conn, query);

    if (*slot == query)
        return SC_OK;
    if (!sc_pg_conn_send_prepare(conn, query))
        return sc_pg_conn_lost(conn);
    enum sc_status st = finish_command(conn, deadline);
    if (st != SC_OK) { /* nothing was put behind it meanwhile */
        *slot = NULL;
        conn->prepared_count--;
    }
    return st;
}

enum sc_status sc_pg_conn_unprepare(struct sc_pg_conn *conn, struct sc_deadline deadline)
{
    sc_pg_conn_forget_prepared(conn);
    return sc_pg_conn_command(conn, "deallocate all", deadline);
}

bool sc_pg_conn_take_renewal(struct sc_pg_conn *conn)
{
    int64_t now_us = sc_monotonic_us();

    if (now_us < conn->renew_us)
        return false;
    conn->plans_ms *= 2;
    if (conn->plans_ms > SC_PG_PLANS_MAX_MS)
        conn->plans_ms = SC_PG_PLANS_MAX_MS;
    plan_renewal(conn, now_us);
    return true;
}

enum sc_status sc_pg_conn_renew_plans(struct sc_pg_conn *conn, struct sc_deadline deadline)
{
    if (sc_deadline_is_over(deadline) || !sc_pg_conn_take_renewal(conn))
        return SC_OK;
    return sc_pg_conn_command(conn, SC_PG_RENEW_PLANS, deadline);
}

static enum sc_status send_query(struct sc_pg_conn *conn, const struct sc_pg_query *query,
                                 const void *in, bool *ret_was_sent)
{
    struct sc_pg_params params;
    enum sc_status st = sc_pg_params_encode(query, in, &conn->params, &params);

    *ret_was_sent = false;
    if (st != SC_OK)
        return sc_pg_conn_note(conn, st, NULL, SC_STR("too much in one statement"));
    if (PQsendQueryPrepared(conn->pg, query->name, query->in.count, params.values, params.lengths,
                            sc_pg_params_formats, 1) == 0)
        return sc_pg_conn_lost(conn);
    *ret_was_sent = true;
    return PQsetSingleRowMode(conn->pg) == 0 ? sc_pg_conn_lost(conn) : SC_OK;
}

enum sc_status sc_pg_conn_send(struct sc_pg_conn *conn, const struct sc_pg_query *query,
                               const void *in, struct sc_deadline deadline, bool *ret_was_sent)
{
    enum sc_status st = send_query(conn, query, in, ret_was_sent);

    return st == SC_OK ? sc_pg_conn_flush(conn, deadline) : st;
}

/* Asks how far the log is, behind what was sent. */
static bool send_point(struct sc_pg_conn *conn)
{
    return PQsendQueryPrepared(conn->pg, store_node_inserted_query.name, 0, NULL, NULL, NULL, 0) &&
           PQpipelineSync(conn->pg);
}

/* What is answered up to the last of so many Syncs, which send_point has sent. */
static enum sc_status take_point(struct sc_pg_conn *conn, struct sc_deadline deadline, int syncs,
                                 uint64_t *ret_lsn)
{
    int64_t lsn = 0;

    while (syncs > 0) {
        PGresult *result;
        enum sc_status st = next_result(conn, deadline, &result);
        if (st == SC_OK && result == NULL && PQstatus(conn->pg) != CONNECTION_OK)
            st = sc_pg_conn_lost(conn);
        if (st != SC_OK)
            return st;
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_PIPELINE_SYNC)
            syncs--;
        else if (status == PGRES_TUPLES_OK &&
                 sc_str_i64(sc_str_of(PQgetvalue(result, 0, 0)), &lsn) != SC_OK)
            lsn = 0; /* null */
        else if (status == PGRES_FATAL_ERROR && result != NULL)
            conn->is_lost = true; /* it has forgotten what was prepared, say */
        PQclear(result);
    }
    if (PQexitPipelineMode(conn->pg) == 0)
        return sc_pg_conn_lost(conn);
    *ret_lsn = (uint64_t)lsn;
    return SC_OK;
}

enum sc_status sc_pg_conn_take_point(struct sc_pg_conn *conn, struct sc_deadline deadline,
                                     uint64_t *ret_lsn)
{
    return take_point(conn, deadline, 2, ret_lsn);
}

/* The first Sync commits the write, so that the question is asked behind it. */
enum sc_status sc_pg_conn_send_write(struct sc_pg_conn *conn, const struct sc_pg_query *query,
                                     const void *in, struct sc_deadline deadline,
                                     bool *ret_was_sent)
{
    *ret_was_sent = false;
    enum sc_status st = sc_pg_conn_prepare(conn, &store_node_inserted_query, deadline);
    if (st != SC_OK)
        return st;
    if (PQenterPipelineMode(conn->pg) == 0)
        return sc_pg_conn_lost(conn);
    st = send_query(conn, query, in, ret_was_sent);
    if (st != SC_OK) {
        conn->is_lost = true; /* half of a pipeline */
        return st;
    }
    if (PQpipelineSync(conn->pg) == 0 || !send_point(conn))
        return sc_pg_conn_lost(conn);
    return sc_pg_conn_flush(conn, deadline);
}

enum sc_status sc_pg_conn_commit(struct sc_pg_conn *conn, struct sc_deadline deadline,
                                 uint64_t *ret_lsn)
{
    uint64_t lsn = 0;
    enum sc_status st = sc_pg_conn_prepare(conn, &store_node_inserted_query, deadline);

    if (st != SC_OK)
        return st;
    if (PQenterPipelineMode(conn->pg) == 0 ||
        PQsendQueryParams(conn->pg, "commit", 0, NULL, NULL, NULL, NULL, 0) == 0 ||
        !send_point(conn))
        return sc_pg_conn_lost(conn);
    st = finish_command(conn, deadline);
    if (conn->is_lost)
        return st;
    struct sc_pg_error error = conn->error; /* what follows says nothing of the commit */
    if (take_point(conn, deadline, 1, &lsn) != SC_OK)
        lsn = 0;
    conn->error = error;
    if (st == SC_OK)
        *ret_lsn = lsn;
    return st;
}
