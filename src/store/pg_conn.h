/*
 * pg_conn.h - one connection to PostgreSQL that never waits beyond a deadline.
 *
 * For src/store/ alone: pg.h lends connections, tx.h runs statements on them.
 *
 * libpq is used without blocking: every wait is ours, in poll(), until the
 * deadline given. A connection that was late or lost is never used again
 * (`is_lost`); closing it asks the server to cancel what it was doing.
 * One thread at a time. What waits in poll() is for worker threads; loads_pool.h
 * drives the same connections from an event loop, with sc_pg_conn_start and
 * what is marked as never waiting.
 */
#ifndef SC_STORE_PG_CONN_H
#define SC_STORE_PG_CONN_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "runtime/deadline.h"
#include "store/pg_query.h"
#include "store/pg_url.h"

enum {
    SC_PG_PREPARED_MAX = 512, /* statements prepared on a connection; the program has fewer */
    SC_PG_PLANS_MS = 5000,    /* so long a new connection keeps plans, then twice that ... */
    SC_PG_PLANS_MAX_MS = 60000,
    SC_PG_PARAMS_CAP = 256 * 1024 * 1024, /* bytes of one statement's parameters: bulk arrays */
    SC_PG_SCRATCH_CAP = 4 * 1024 * 1024,  /* bytes of one row while it is handed on */
    SC_PG_LOOK_MS = 200, /* who waits for the primary looks so often whether it still is */
};

/* Why the last call failed. */
struct sc_pg_error {
    char sqlstate[6]; /* "" when it was not the server that said so */
    char words[320];  /* one line, cut */
};

struct sc_cluster;

struct sc_pg_conn {
    PGconn *pg;
    unsigned node;                    /* of the cluster; who opened it says */
    const struct sc_cluster *cluster; /* left when another node is its primary; NULL: never */
    struct sc_pg_error error;
    bool is_lost;
    int64_t renew_us; /* when its plans are to be made anew, on the monotonic clock */
    int64_t plans_ms; /* and how long those are kept */
    struct sc_buf params;
    struct sc_arena *scratch;
    size_t prepared_count;
    const struct sc_pg_query *prepared[2 * SC_PG_PREPARED_MAX]; /* a hash table by address */
};

/*
 * Connects. SC_TIMEOUT: not by the deadline. SC_UNAVAILABLE: there is no
 * server, or it refused. `ret_error` then says why. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_pg_conn_open(const struct sc_pg_target *target,
                                           struct sc_deadline deadline,
                                           struct sc_pg_error *ret_error,
                                           struct sc_pg_conn **ret_conn);

/* Begins to connect, which PQconnectPoll goes on with. Never waits. SC_NO_MEMORY. */
SC_MUST_USE enum sc_status sc_pg_conn_start(const struct sc_pg_target *target,
                                            struct sc_pg_conn **ret_conn);

/* Never waits. What the server is still doing is cancelled by a helper thread. NULL is fine. */
void sc_pg_conn_close(struct sc_pg_conn *conn);

/* An idle connection is still good: the server has not closed it meanwhile. Never waits. */
bool sc_pg_conn_is_good(struct sc_pg_conn *conn);

/*
 * Has the server plan anew what it planned long ago: a plan that was made while a table was empty
 * reads all of it, however large it has become, until something analyzes it. The older the
 * connection, the longer plans are kept, from SC_PG_PLANS_MS to SC_PG_PLANS_MAX_MS, give or take
 * a quarter: those of all connections are not made at once. Nothing when the deadline is over;
 * else statuses of sc_pg_conn_command.
 */
SC_MUST_USE enum sc_status sc_pg_conn_renew_plans(struct sc_pg_conn *conn,
                                                  struct sc_deadline deadline);

/* The same for who sends SC_PG_RENEW_PLANS in front of what is run: whether that is due, and done.
 */
bool sc_pg_conn_take_renewal(struct sc_pg_conn *conn);
#define SC_PG_RENEW_PLANS "discard plans"

/*
 * Prepares the query unless this connection has, under its name.
 * SC_TIMEOUT, SC_UNAVAILABLE (lost), or what the SQLSTATE means.
 */
SC_MUST_USE enum sc_status sc_pg_conn_prepare(struct sc_pg_conn *conn,
                                              const struct sc_pg_query *query,
                                              struct sc_deadline deadline);
/*
 * The same in parts that never wait: whether it is prepared, or on its way; sends
 * that it be (false: the connection broke); and forgets on our side alone.
 */
bool sc_pg_conn_has_prepared(struct sc_pg_conn *conn, const struct sc_pg_query *query);
SC_MUST_USE bool sc_pg_conn_send_prepare(struct sc_pg_conn *conn, const struct sc_pg_query *query);
void sc_pg_conn_forget_prepared(struct sc_pg_conn *conn);
/* Forgets what is prepared, and has the server forget it too. */
SC_MUST_USE enum sc_status sc_pg_conn_unprepare(struct sc_pg_conn *conn,
                                                struct sc_deadline deadline);

/*
 * Sends a prepared query with the parameters in `in`; `ret_was_sent` false when
 * it failed before a byte can have left. Rows come one at a time, through
 * sc_pg_conn_next. SC_LIMITED: more parameters than SC_PG_PARAMS_CAP bytes.
 */
SC_MUST_USE enum sc_status sc_pg_conn_send(struct sc_pg_conn *conn, const struct sc_pg_query *query,
                                           const void *in, struct sc_deadline deadline,
                                           bool *ret_was_sent);

/*
 * The next result, to be given to PQclear, or NULL behind the last. An error of
 * the server is a status here, and the statement is then at its end.
 */
SC_MUST_USE enum sc_status sc_pg_conn_next(struct sc_pg_conn *conn, struct sc_deadline deadline,
                                           PGresult **ret_result);

/* Runs text without parameters or rows: BEGIN, COMMIT, a migration, COPY. */
SC_MUST_USE enum sc_status sc_pg_conn_command(struct sc_pg_conn *conn, const char *sql,
                                              struct sc_deadline deadline);

/*
 * The same as a write that commits by itself, and behind it, in the same round trip,
 * the question how far the log is then; sc_pg_conn_take_point must follow once it is
 * read to its end, or has failed without the connection.
 */
SC_MUST_USE enum sc_status sc_pg_conn_send_write(struct sc_pg_conn *conn,
                                                 const struct sc_pg_query *query, const void *in,
                                                 struct sc_deadline deadline, bool *ret_was_sent);
/* `ret_lsn` 0: it is a replica. Else as sc_pg_conn_next; the write is what it was. */
SC_MUST_USE enum sc_status sc_pg_conn_take_point(struct sc_pg_conn *conn,
                                                 struct sc_deadline deadline, uint64_t *ret_lsn);
/* Commits, and asks the same behind it; `ret_lsn` 0: it is not known. */
SC_MUST_USE enum sc_status sc_pg_conn_commit(struct sc_pg_conn *conn, struct sc_deadline deadline,
                                             uint64_t *ret_lsn);

/* Sends what libpq still holds. */
SC_MUST_USE enum sc_status sc_pg_conn_flush(struct sc_pg_conn *conn, struct sc_deadline deadline);

/* Notes a failure that libpq told of, or that we saw; returns `st`. */
enum sc_status sc_pg_conn_note(struct sc_pg_conn *conn, enum sc_status st, const char *sqlstate,
                               struct sc_str words);
/* The connection broke: SC_UNAVAILABLE, with libpq's words. */
enum sc_status sc_pg_conn_lost(struct sc_pg_conn *conn);

#endif
