/*
 * pg_cancel.h - asks a server to stop a statement that nobody waits for any more.
 */
#ifndef SC_STORE_PG_CANCEL_H
#define SC_STORE_PG_CANCEL_H

#include <libpq-fe.h>

enum {
    SC_PG_CANCELS_MAX = 8, /* under way at a time; a frozen server holds each until it thaws */
};

/*
 * Sends the request from a thread of its own, since PQcancel waits for the
 * server, and returns at once. `pg` may be closed right after. Over
 * SC_PG_CANCELS_MAX nothing is sent: the server then notices by itself, from
 * the closed connection (client_connection_check_interval).
 */
void sc_pg_cancel(PGconn *pg);

#endif
