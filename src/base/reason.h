/*
 * reason.h - what failures of one status are told apart by, where somebody can do something about
 * it.
 *
 * A closed list, as the statuses are: docs/api.md says what each asks for.
 */
#ifndef SC_BASE_REASON_H
#define SC_BASE_REASON_H

enum sc_reason {
    SC_REASON_NONE, /* the status says it all */
    SC_REASON_EMAIL_INVALID,
    SC_REASON_EMAIL_TAKEN,
    SC_REASON_PASSWORD_UNFIT,
    SC_REASON_PASSWORD_WRONG,
    SC_REASON_LINK_OVER,
    SC_REASON_LIMIT_REACHED,
    SC_REASON_HAND_OVER_FIRST,
    SC_REASON_COUNT,
};

/* The `extensions.reason` of a GraphQL error, such as "EMAIL_TAKEN"; static. NULL of NONE. */
const char *sc_reason_name(enum sc_reason reason);

#endif
