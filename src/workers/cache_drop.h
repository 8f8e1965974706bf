/*
 * cache_drop.h - what caches keep of the catalogue, forgotten once an import has changed it.
 *
 *     st = workers_cache_changes(&tx);         - in the transaction: the job that does it for sure
 *     st = sc_tx_commit(&tx);
 *     workers_cache_changed(rq, &cache);       - and at once, as far as it goes
 *
 * Who dies right behind the commit is followed by the job "cache_drop", some WORKERS_CACHE_JOB_MS
 * later. Each transaction puts its own, so that none can be run before that one is committed,
 * however long it is held up; those that a worker takes together are one drop. Many files in a
 * row do not empty caches with each of them: one who has dropped a moment ago leaves it to the
 * job, too, and so does one who finds Redis away.
 */
#ifndef SC_WORKERS_CACHE_DROP_H
#define SC_WORKERS_CACHE_DROP_H

#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "runtime/request.h"
#include "store/queue.h"
#include "store/redis_place.h"
#include "store/tx.h"

#define WORKERS_CACHE_JOB "cache_drop"

enum {
    WORKERS_CACHE_EVERY_MS = 2000, /* of one importer */
    WORKERS_CACHE_JOB_MS = 5000,   /* jobs of all that is put meanwhile are due together */
};

/* An importer's, or that of all jobs of a process; all zero at the start but `redis`. */
struct workers_cache {
    const struct sc_redis_place *redis; /* NULL: there is none */
    int64_t tried_us;                   /* by an importer, the last time, monotonic; 0: never */
    _Atomic int64_t dropped_us; /* when a job began the latest drop that went well, likewise */
};

/* Puts the job into the transaction that changes the catalogue. Fails as sc_queue_put does. */
SC_MUST_USE enum sc_status workers_cache_changes(struct sc_tx *tx);

/* It is committed. */
void workers_cache_changed(struct sc_request *rq, struct workers_cache *cache);
/* All is: the last is not left to the job. */
void workers_cache_settled(struct sc_request *rq, struct workers_cache *cache);

/* The `run` of the kind; its context is a struct workers_cache. */
enum sc_status workers_cache_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                 void *context);

#endif
