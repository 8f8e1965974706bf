#include "workers/cache_drop.h"

#include <inttypes.h>

#include "base/json_in.h"
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

enum sc_status workers_cache_changes(struct sc_tx *tx)
{
    int64_t now_ms = sc_wall_us() / US_PER_MS;
    int64_t turn = now_ms / WORKERS_CACHE_JOB_MS;
    const struct sc_job job = {
        .queue = SC_QUEUE_USUAL,
        .kind = SC_STR(WORKERS_CACHE_JOB),
        .payload = sc_arena_printf(tx->rq->arena, "{\"atMs\":%" PRId64 "}", now_ms),
        .run_at_us = ((turn + 1) * WORKERS_CACHE_JOB_MS + SLACK_MS) * US_PER_MS,
        .unique_key = sc_arena_printf(tx->rq->arena, "turn:%" PRId64, turn),
    };

    if (job.payload.at == NULL || job.unique_key.at == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for a job");
    return sc_queue_put(tx, &job);
}

/* The job stands for what does not work out here, so it fails nobody. */
void workers_cache_settled(struct sc_request *rq, struct workers_cache *cache)
{
    struct sc_request own = {.arena = rq->arena, .seen = rq->seen};

    if (cache->redis == NULL)
        return;
    cache->dropped_us = sc_monotonic_us();
    if (sc_tags_drop(&own, cache->redis, tags, SC_COUNT(tags)) != SC_OK)
        sc_log(SC_LOG_WARN, "cache.not_dropped", SC_LOG_TEXT("why", sc_failure_words(&own)));
}

void workers_cache_changed(struct sc_request *rq, struct workers_cache *cache)
{
    const int64_t every_us = (int64_t)WORKERS_CACHE_EVERY_MS * US_PER_MS;

    if (cache->dropped_us == 0 || sc_monotonic_us() - cache->dropped_us >= every_us)
        workers_cache_settled(rq, cache);
}

enum sc_status workers_cache_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                 void *context)
{
    const struct workers_cache *cache = context;
    struct sc_json_in in;
    struct sc_json root;

    sc_json_in_parse(&in, rq->arena, job->payload, &root);
    int64_t at_ms = sc_json_in_int(&root, "atMs", 0, INT64_MAX);
    if (sc_json_in_status(&in) != SC_OK)
        return sc_fail(rq, sc_json_in_status(&in), "a drop: %.*s",
                       SC_STR_ARGS(sc_json_in_words(&in)));
    bool is_over = sc_wall_us() / US_PER_MS - at_ms > WORKERS_CACHE_OLD_MS;
    if (cache->redis == NULL || is_over)
        return SC_OK; /* the crew ends it: done twice is done once */
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = sc_tx_see(&tx); /* what was committed is in that */
    return st == SC_OK ? sc_tags_drop(rq, cache->redis, tags, SC_COUNT(tags)) : st;
}
