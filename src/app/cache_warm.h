/*
 * cache_warm.h - what is asked for most, read through the loaders, so that caches have it.
 */
#ifndef SC_APP_CACHE_WARM_H
#define SC_APP_CACHE_WARM_H

#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "runtime/request.h"
#include "store/pg.h"
#include "store/queue.h"
#include "store/redis_place.h"

enum {
    APP_CACHE_WARM_MS = 1800 * 1000, /* for it as a job */
    APP_CACHE_WARM_STORES = 2000,    /* whose deals that reads, and what the command presets */
};

/* Called now and then, and at the end of each step. */
typedef void (*app_cache_warm_fn)(void *context, const char *step, int64_t done, int64_t total);

struct app_cache_warm {
    struct sc_pg *pg;
    const struct sc_redis_place *redis;
    int64_t stores_max; /* whose deals are read */
    app_cache_warm_fn progress;
    void *context;
};

/*
 * Retailers, categories, the stores of each retailer, and the deals of each store: of lists the
 * pages that the API's preset size makes, of deals the first. What Redis has already is not read
 * again. SC_UNAVAILABLE: Redis cannot be reached; SC_CANCELLED; SC_TIMEOUT; else as loads
 * fail.
 */
SC_MUST_USE enum sc_status app_cache_warm(struct sc_request *rq, const struct app_cache_warm *warm);

/*
 * The `run` of the job kind "cache_warm", whose context is a struct workers_cache
 * (workers/cache_drop.h). Nothing, when there is no Redis.
 */
enum sc_status app_cache_warm_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                  void *context);

#endif
