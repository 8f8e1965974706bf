/*
 * loads.h - declared reads on an event loop: keys in, rows out, in batches, without waiting.
 *
 * One `struct sc_loads` a loop: a few connections of its own and a cache (L1)
 * that all loops share. All loads of one level of one request are given at
 * once; those that the cache does not answer go out in one pipeline on one
 * connection, held for that level only; requests never share a pipeline.
 *
 * With a Redis there is a second level (L2) that all processes share: what L1 has
 * not, Redis is asked for at once, and the database for what it has not either; loads
 * that are not cached do not wait for that. Rows of Redis and of the database stay in
 * L1 for at most SC_L2_NEAR_MS then; that a key has no rows is kept as its rows would be. A
 * Redis that is late or away is done without. Tags (store/tags.h) say what is good no more.
 *
 * A statement aborted by its neighbour is sent again alone, once. Loaders
 * marked slow have their own connection and queue. Statements that are not slow
 * have SC_LOADS_QUICK_MS. A connection that was late is never used again: it is
 * cancelled from a helper thread, closed, and reopened after a jittered pause.
 * What was sent on a connection that broke is sent once more.
 *
 * Where there are replicas (cluster.h) they are read from, each by connections of
 * its own: those that have replayed `rq->seen`, or say so when asked in front of
 * the statements; else the primary. A request goes on where it began, or at the
 * primary, so that no level of it is older than the one before. What a replica
 * loses, or is late with, is had elsewhere, once.
 * Prepared statements that the server forgot (26000) or whose tables changed
 * (0A000) are prepared again, once.
 */
#ifndef SC_STORE_LOADS_H
#define SC_STORE_LOADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "runtime/loop.h"
#include "runtime/request.h"
#include "store/cluster.h"
#include "store/l1.h"
#include "store/loads_meters.h"
#include "store/pg_query.h"
#include "store/redis.h"

enum {
    SC_LOADS_QUICK_MS = 200,     /* architecture, section 2 */
    SC_LOADS_WAITERS_MAX = 1024, /* levels waiting for a connection of one loop: then SC_BUSY */
    SC_LOADS_KEYS_MAX = 10000,   /* of one load: then SC_LIMITED */
    SC_LOADS_ROWS_MAX = 100000,  /* of one load: then SC_LIMITED */
    SC_L2_NEAR_MS = 30000,       /* design/operations, section 4: L1's last line */
    SC_L2_UNSURE_MS = SC_CLUSTER_LOOK_MS, /* when another primary is told of than is known */
    SC_L2_SPREAD = 15,           /* hundredths: a TTL is so much longer or shorter, by chance */
    SC_L2_KEYS_MAX = 1000,       /* asked for at once; beyond, the database is */
    SC_L2_TAIL_MAX = 200,        /* bytes of a key behind the shape's hash; longer are hashed */
    SC_L2_ENTRY_MAX = 64 * 1024, /* bytes; a larger one is not kept */
};

/* One load: the rows of `count` keys. */
struct sc_load {
    const struct sc_pg_loader *loader;
    const union sc_key_part *keys; /* count x loader->key_count; may repeat; not read when that
                                      is 0, and all keys are then the same */
    size_t count;
    const void *in;            /* struct <name>_in, its keys zero; NULL when there are only keys */
    struct sc_read_point seen; /* no older than this, nor than the request's */

    /* The answer. Rows live as long as the request (those of the cache are held by it). */
    enum sc_status status;
    const void *const *rows; /* of key 0, in the statement's order, then of key 1, ... */
    const uint32_t *first;   /* count + 1: key i has rows first[i] .. first[i + 1] - 1 */
};

struct sc_loads_config {
    struct sc_cluster *cluster; /* borrowed; the catalogue */
    int connections;      /* quick ones, to each node; 2 a loop had the best throughput and tail */
    int slow_connections; /* 1 */
    int64_t quick_ms;     /* 0: SC_LOADS_QUICK_MS */
    struct sc_l1 *l1;     /* shared by loops; NULL: nothing is cached */
    struct sc_redis *redis;         /* the loop's, outlives loads; NULL: no second level */
    struct sc_loads_meters *meters; /* shared by loops; NULL: none */
};

struct sc_loads;

/* Begins to connect to see whether there is a server. NULL: no memory. */
struct sc_loads *sc_loads_create(struct sc_loop *loop, const struct sc_loads_config *config);
/* What waits is answered SC_CANCELLED. On the loop's thread, not from `on_done`; NULL is fine. */
void sc_loads_destroy(struct sc_loads *loads);

/*
 * Has all of `at` answered, and then calls `on_done` on the loop's thread.
 * False: all is answered already, and `on_done` will not be called.
 * Statuses: SC_OK, SC_TIMEOUT, SC_BUSY, SC_UNAVAILABLE, SC_LIMITED, SC_INVALID (a key is
 * beyond its type), SC_INTERNAL, or what the SQLSTATE means; words of the first failure
 * are on `rq`. The request's deadline bounds every wait.
 */
bool sc_loads_run(struct sc_loads *loads, struct sc_request *rq, struct sc_load *at, size_t count,
                  sc_loop_fn on_done, void *context);

/* Forgets a run whose request ends early: `on_done` is not called any more. */
void sc_loads_forget(struct sc_loads *loads, struct sc_load *at);

/* There is a connection that was not late: for readiness. */
bool sc_loads_is_ready(const struct sc_loads *loads);

#endif
