#include "store/pg_state.h"

#include <stddef.h>
#include <string.h>

#include "base/macros.h"

struct row {
    const char *start; /* a whole code before its class */
    enum sc_status status;
};

/* Appendix A of PostgreSQL's manual; what is not here is a mistake in our SQL. */
static const struct row rows[] = {
    {"08", SC_UNAVAILABLE}, /* connection exception */
    {"22", SC_INVALID},     /* data exception: a value out of range, text that is not UTF-8 */
    {"23502", SC_INVALID},  /* not null */
    {"23514", SC_INVALID},  /* check */
    {"23", SC_CONFLICT},    /* unique, foreign key, exclusion: another row was first or is gone */
    {"25006", SC_UNAVAILABLE}, /* read only: this server became a replica */
    {"25P03", SC_TIMEOUT},     /* idle in transaction */
    {"28", SC_UNAVAILABLE},    /* the server does not let us in */
    {"3D", SC_UNAVAILABLE},    /* no such database */
    {"40003", SC_UNKNOWN},     /* completion unknown */
    {"40", SC_CONFLICT},       /* serialization failure, deadlock */
    {"53300", SC_BUSY},        /* too many connections */
    {"53", SC_UNAVAILABLE},    /* disk or memory of the server */
    {"54", SC_LIMITED},        /* program limit */
    {"55P03", SC_BUSY},        /* lock_timeout */
    {"55006", SC_BUSY},        /* object in use */
    {"57014", SC_TIMEOUT},     /* cancelled, by us or by statement_timeout */
    {"57", SC_UNAVAILABLE},    /* shutting down, starting up, dropped */
    {"58", SC_UNAVAILABLE},    /* the server's own input or output failed */
};

enum sc_status sc_pg_state_status(const char *sqlstate)
{
    if (sqlstate == NULL || sqlstate[0] == '\0')
        return SC_UNAVAILABLE;
    for (size_t i = 0; i < SC_COUNT(rows); i++)
        if (strncmp(sqlstate, rows[i].start, strlen(rows[i].start)) == 0)
            return rows[i].status;
    return SC_INTERNAL;
}

bool sc_pg_state_is_stale(const char *sqlstate)
{
    return strcmp(sqlstate, "26000") == 0 || strcmp(sqlstate, "0A000") == 0;
}

bool sc_pg_state_is_replica(const char *sqlstate)
{
    return strcmp(sqlstate, "25006") == 0;
}

bool sc_pg_state_ends_session(const char *sqlstate)
{
    return strncmp(sqlstate, "57P", 3) == 0;
}
