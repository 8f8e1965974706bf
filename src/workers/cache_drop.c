#include "workers/cache_drop.h"

#include "runtime/deadline.h"
#include "runtime/log.h"
#include "store/tags.h"

enum {
    US_PER_MS = 1000,
    SLACK_MS = 1000, /* from the job's put to its commit */
};

/* Of all loaders of the catalogue (sql/queries): an import may change any of it. */
static const struct sc_str tags[] = {
    {"price", 5}, {"deal", 4}, {"product", 7}, {"store", 5}, {"retailer", 8}};

/*
 * A job of its own: one that another has put, or puts, may be run before this transaction is
 * committed.
 */
enum sc_status workers_cache_changes(struct sc_tx *tx)
{
    int64_t turn = sc_wall_us() / US_PER_MS / WORKERS_CACHE_JOB_MS;
    const struct sc_job job = {
        .queue = SC_QUEUE_USUAL,
        .kind = SC_STR(WORKERS_CACHE_JOB),
        .payload = SC_STR("{}"),
        .run_at_us = ((turn + 1) * WORKERS_CACHE_JOB_MS + SLACK_MS) * US_PER_MS,
    };

    return sc_queue_put(tx, &job);
}

/* The job stands for what does not work out here, so it fails nobody. */
void workers_cache_settled(struct sc_request *rq, struct workers_cache *cache)
{
    struct sc_request own = {.arena = rq->arena, .seen = rq->seen};

    if (cache->redis == NULL)
        return;
    cache->tried_us = sc_monotonic_us();
    if (sc_tags_drop(&own, cache->redis, tags, SC_COUNT(tags)) != SC_OK)
        sc_log(SC_LOG_WARN, "cache.not_dropped", SC_LOG_TEXT("why", sc_failure_words(&own)));
}

void workers_cache_changed(struct sc_request *rq, struct workers_cache *cache)
{
    const int64_t every_us = (int64_t)WORKERS_CACHE_EVERY_MS * US_PER_MS;

    if (cache->tried_us == 0 || sc_monotonic_us() - cache->tried_us >= every_us)
        workers_cache_settled(rq, cache);
}

enum sc_status workers_cache_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                 void *context)
{
    struct workers_cache *cache = context;
    int64_t began_us = sc_monotonic_us();

    if (cache->redis == NULL || cache->dropped_us > job->taken_us)
        return SC_OK; /* it was committed before that */
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = sc_tx_see(&tx); /* what was committed is in that */
    if (st == SC_OK)
        st = sc_tags_drop(rq, cache->redis, tags, SC_COUNT(tags));
    if (st == SC_OK)
        cache->dropped_us = began_us;
    return st;
}
