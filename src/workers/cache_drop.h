/*
 * cache_drop.h - what caches keep of the catalogue, forgotten once an import has changed it.
 *
 *     st = workers_cache_changes(&tx);         - in the transaction: the job that does it for sure
 *     st = sc_tx_commit(&tx);
 *     workers_cache_changed(rq, &cache);       - and at once, as far as it goes
 *
 * Who dies right behind the commit is followed by the job "cache_drop", after
 * WORKERS_CACHE_JOB_MS at the latest. Many files in a row do not empty caches with
 * each of them: one who has dropped a moment ago leaves it to the job, too, and so does
 * one who finds Redis away.
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
    WORKERS_CACHE_EVERY_MS = 2000,         /* of one importer */
    WORKERS_CACHE_JOB_MS = 5000,           /* one job for all that is committed meanwhile */
    WORKERS_CACHE_OLD_MS = 15 * 60 * 1000, /* then no entry from before is good: the longest TTL is
                                              10 minutes, and a part */
};

/* An importer's. */
struct workers_cache {
    const struct sc_redis_place *redis; /* NULL: there is none */
    int64_t dropped_us;                 /* the last time, monotonic; 0: never */
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
