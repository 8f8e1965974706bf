#include "base/status.h"

#include <assert.h>

struct row {
    const char *name;
    int http;
    const char *graphql;
    bool may_retry;
    bool is_ours;
};

static const struct row rows[SC_STATUS_COUNT] = {
    [SC_OK] = {"ok", 200, "OK", false, false},
    [SC_INVALID] = {"invalid", 400, "BAD_USER_INPUT", false, false},
    [SC_NOT_FOUND] = {"not_found", 404, "NOT_FOUND", false, false},
    [SC_UNAUTHENTICATED] = {"unauthenticated", 401, "UNAUTHENTICATED", false, false},
    [SC_FORBIDDEN] = {"forbidden", 403, "FORBIDDEN", false, false},
    [SC_CONFLICT] = {"conflict", 409, "CONFLICT", true, false},
    [SC_LIMITED] = {"limited", 413, "COST_LIMIT", false, false},
    [SC_THROTTLED] = {"throttled", 429, "RATE_LIMITED", true, false},
    [SC_BUSY] = {"busy", 503, "UNAVAILABLE", true, true},
    [SC_TIMEOUT] = {"timeout", 504, "TIMEOUT", true, true},
    [SC_UNAVAILABLE] = {"unavailable", 503, "UNAVAILABLE", true, true},
    [SC_UNKNOWN] = {"unknown", 500, "UNAVAILABLE", true, true},
    [SC_CANCELLED] = {"cancelled", 503, "UNAVAILABLE", true, false},
    [SC_NO_MEMORY] = {"no_memory", 503, "UNAVAILABLE", true, true},
    [SC_INTERNAL] = {"internal", 500, "INTERNAL", false, true},
};

static const struct row *row_of(enum sc_status st)
{
    assert(st < SC_STATUS_COUNT);
    return &rows[st];
}

const char *sc_status_name(enum sc_status st)
{
    return row_of(st)->name;
}

int sc_status_http(enum sc_status st)
{
    return row_of(st)->http;
}

const char *sc_status_graphql(enum sc_status st)
{
    return row_of(st)->graphql;
}

bool sc_status_may_retry(enum sc_status st)
{
    return row_of(st)->may_retry;
}

bool sc_status_is_ours(enum sc_status st)
{
    return row_of(st)->is_ours;
}

int sc_status_exit(enum sc_status st)
{
    if (st == SC_OK)
        return 0;
    return st == SC_INVALID ? 2 : 1;
}
