/*
 * status.h - the closed list of ways an operation can end.
 *
 * Whatever can fail returns one of these. How each is told to the outside
 * world stands in one table (status.c), asked through the functions below.
 */
#ifndef SC_BASE_STATUS_H
#define SC_BASE_STATUS_H

#include <stdbool.h>

#include "base/macros.h"

enum sc_status {
    SC_OK = 0,
    SC_INVALID,         /* the input is wrong; the same input fails again */
    SC_NOT_FOUND,       /* no such thing, or no right to know of it */
    SC_UNAUTHENTICATED, /* who you are is not known, or not any more: sign in */
    SC_FORBIDDEN,       /* known, and not allowed */
    SC_CONFLICT,        /* another writer was first */
    SC_LIMITED,         /* over a limit that we set */
    SC_THROTTLED,       /* asked too often: again later */
    SC_BUSY,            /* no room now; try again */
    SC_TIMEOUT,         /* the deadline passed; nothing was changed */
    SC_UNAVAILABLE,     /* a neighbour (database, file system) cannot be reached */
    SC_UNKNOWN,         /* sent, no answer: it may or may not have happened */
    SC_CANCELLED,       /* we were asked to stop */
    SC_NO_MEMORY,
    SC_INTERNAL, /* our own fault */
    SC_STATUS_COUNT,
};

/* A short lower-case name, such as "not_found"; static storage. */
const char *sc_status_name(enum sc_status st);

/* The HTTP status code this is answered with. */
int sc_status_http(enum sc_status st);

/* The `extensions.code` of a GraphQL error, such as "NOT_FOUND". */
const char *sc_status_graphql(enum sc_status st);

/* The same request may succeed when sent again. */
bool sc_status_may_retry(enum sc_status st);

/* Counts against our own error budget (as opposed to the caller's mistake). */
bool sc_status_is_ours(enum sc_status st);

/* The exit code of a command that ends so: 0, 2 for bad input, 1 for all else. */
int sc_status_exit(enum sc_status st);

#endif
