/*
 * pg_state.h - what PostgreSQL's five-character error codes mean to us.
 */
#ifndef SC_STORE_PG_STATE_H
#define SC_STORE_PG_STATE_H

#include <stdbool.h>

#include "base/status.h"

/*
 * The status for a SQLSTATE: of its own row in the table, else of its class
 * (the first two characters), else SC_INTERNAL. NULL or "" is a connection
 * that ended without a word: SC_UNAVAILABLE.
 */
enum sc_status sc_pg_state_status(const char *sqlstate);

/* The statement must be prepared again: it is gone (26000), or its tables changed (0A000). */
bool sc_pg_state_is_stale(const char *sqlstate);

/* The server takes no writes: it is a replica, now or as it ever was. */
bool sc_pg_state_is_replica(const char *sqlstate);

/* The server ends the session, whatever it was doing: it shuts down, or was told to. */
bool sc_pg_state_ends_session(const char *sqlstate);

#endif
