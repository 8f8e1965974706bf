/*
 * pg.h - the few connections to the primary of a database that all threads share.
 *
 * Where there are replicas (cluster.h) connections follow the primary: those to a
 * node that is the primary no more are closed instead of lent.
 *
 * Connections are opened when first needed and kept. Who wants one when all are
 * lent waits, for `wait_ms` at most and never beyond the request's deadline.
 * A connection that broke or was late is closed and replaced. Nothing is set on
 * a connection after it was opened, so PgBouncer may stand between (it is then
 * told to ignore the startup parameter `options`, and the role has our settings).
 *
 * Statements are run through tx.h; this header is for whoever starts and stops.
 */
#ifndef SC_STORE_PG_H
#define SC_STORE_PG_H

#include <stdint.h>

#include "base/str.h"
#include "runtime/request.h"

enum {
    SC_PG_CONNECTIONS_MAX = 256, /* far over what is good: a few for each core of the server are */
    SC_PG_WAITERS_MAX = 256,     /* threads waiting for one; more are refused at once */
    SC_PG_CONNECT_MS = 5000,     /* for a new connection */
    SC_PG_LOCK_MS = 10000,       /* the usual lock_timeout */
};

struct sc_cluster;
struct sc_pg;
struct sc_pg_conn;

struct sc_pg_config {
    struct sc_str url;          /* as pg_url.h reads it */
    struct sc_str replicas;     /* as cluster.h reads them; absent: none */
    int connections;            /* at most so many, 1..SC_PG_CONNECTIONS_MAX */
    int64_t wait_ms;            /* for a connection to come free, above 0 */
    int64_t lock_timeout_ms;    /* a statement waits so long for a lock; then SC_BUSY */
    struct sc_metrics *metrics; /* of the nodes, where there are replicas; NULL: none */
};

/*
 * Reads the URL and looks up its hosts; connects to nothing yet, but to replicas.
 * SC_INVALID, SC_UNAVAILABLE, SC_NO_MEMORY, as sc_cluster_create and _start.
 */
SC_MUST_USE enum sc_status sc_pg_create(struct sc_request *rq, const struct sc_pg_config *config,
                                        struct sc_pg **ret_pg);

/* Closes all. Nothing may be lent any more. NULL is fine. */
void sc_pg_destroy(struct sc_pg *pg);

/*
 * Lends a connection that is idle and was good a moment ago, or a new one; it
 * comes back through sc_pg_give. For tx.h.
 *
 * SC_BUSY: none came free within wait_ms, or too many wait. SC_TIMEOUT: nor
 * before the request's deadline. SC_UNAVAILABLE: there is no server, it
 * refused, or connecting took longer than SC_PG_CONNECT_MS.
 */
SC_MUST_USE enum sc_status sc_pg_take(struct sc_pg *pg, struct sc_request *rq,
                                      struct sc_pg_conn **ret_conn);
/* Keeps it for the next, or closes it unless it is idle and sound. */
void sc_pg_give(struct sc_pg *pg, struct sc_pg_conn *conn);

/* Its nodes, for who reads from them all. They live as long as it does. */
struct sc_cluster *sc_pg_cluster(const struct sc_pg *pg);

#endif
