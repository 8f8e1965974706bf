/*
 * pg_url.h - from a database's URL to what libpq is told when connecting.
 *
 * Besides what the URL says, every connection of ours is opened with the same
 * settings, so that none has state of its own to be lost or to leak: generic
 * plans (the ones the tests EXPLAIN), no JIT, a limit on waiting for locks and
 * on idling in a transaction, and a server that notices that we have died.
 */
#ifndef SC_STORE_PG_URL_H
#define SC_STORE_PG_URL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "runtime/request.h"

/* Keywords and values as PQconnectStartParams takes them, both ended by NULL. */
struct sc_pg_target {
    const char **keywords;
    const char **values;
};

/*
 * For connections that read a few rows by their keys. What they want is in
 * memory: at PostgreSQL's preset, made for turning disks, a generic plan for
 * many keys would rather read a small table from end to end than its index.
 */
#define SC_PG_READ_SETTINGS "-c random_page_cost=1.1"

/*
 * Reads `url`: postgresql://user:password@host:port/database?options, or libpq's
 * "host=... dbname=..."; a host that begins with "/" is the folder of a unix
 * socket. Host names are looked up here, once: libpq would do so on each
 * connect, with no deadline. A name with several addresses becomes several
 * hosts. `settings` are those that not all connections have, "" for none;
 * settings in the URL's own `options` win over ours. All lives in `arena`.
 *
 * SC_INVALID: not such a URL. SC_UNAVAILABLE: a host has no address. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_pg_target_read(struct sc_request *rq, struct sc_arena *arena,
                                             struct sc_str url, int64_t lock_timeout_ms,
                                             const char *settings, struct sc_pg_target *ret_target);

#endif
