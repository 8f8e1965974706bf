#include "app/cache_warm.h"

#include <stdlib.h>

#include "deals/deals_rows.h"
#include "retail/retail_rows.h"
#include "runtime/loop.h"
#include "runtime/shutdown.h"
#include "store/loads.h"
#include "store/pg.h"
#include "workers/cache_drop.h"

enum {
    L1_BYTES = 64 * 1024 * 1024,
    ARENA_CAP = 64 * 1024 * 1024, /* of one batch */
    BATCH = 100,                  /* keys that are asked for at a time */
    BATCH_MS = 30 * 1000,
    REDIS_MS = 2000, /* for a link to Redis */
    LOOK_MS = 5,
    DRAIN_MS = 50, /* for what is on its way to Redis */
    PAGE = 21,     /* rows: the API shows 20 where nothing is said, and asks for one more */
    PAGES_MAX = 1000,
    IDS_MAX = 1000 * 1000,
};

/* A list of ids that grows. */
struct ids {
    int64_t *at;
    size_t count, room;
};

struct warmer {
    const struct app_cache_warm *warm;
    struct sc_request *rq;   /* the command's: for words */
    struct sc_request batch; /* of the loads under way */
    struct sc_loop *loop;
    struct sc_metrics *metrics;
    struct sc_redis_meters meters;
    struct sc_redis *redis;
    struct sc_l1 *l1;
    struct sc_loads *loads;
    struct ids retailers, stores;
};

static bool add_id(struct ids *ids, int64_t id)
{
    if (ids->count == ids->room) {
        size_t room = ids->room == 0 ? BATCH : 2 * ids->room;
        int64_t *at = room > IDS_MAX ? NULL : realloc(ids->at, room * sizeof *at);
        if (at == NULL)
            return false;
        ids->at = at;
        ids->room = room;
    }
    ids->at[ids->count++] = id;
    return true;
}

static void stop(void *context)
{
    sc_loop_stop(context);
}

/* One load, waited for; its rows live until the next. */
static enum sc_status load(struct warmer *w, struct sc_load *at)
{
    if (sc_request_is_cancelled(w->rq) || sc_shutdown_is_asked())
        return sc_fail(w->rq, SC_CANCELLED, "stopped before its end");
    if (sc_deadline_is_over(w->rq->deadline))
        return sc_fail(w->rq, SC_TIMEOUT, "it took too long");
    sc_request_clear(&w->batch);
    w->batch.deadline = sc_deadline_in(BATCH_MS);
    if (sc_loads_run(w->loads, &w->batch, at, 1, stop, w->loop))
        sc_loop_run(w->loop);
    return at->status == SC_OK
               ? SC_OK
               : sc_fail(w->rq, at->status, "%.*s", SC_STR_ARGS(sc_failure_words(&w->batch)));
}

static void tell(const struct warmer *w, const char *step, size_t done, size_t total)
{
    w->warm->progress(w->warm->context, step, (int64_t)done, (int64_t)total);
}

static enum sc_status full(struct warmer *w)
{
    return sc_fail(w->rq, SC_LIMITED, "more than fits in memory");
}

/* Page by page, each behind the last row that the one before has shown. */
static enum sc_status warm_retailers(struct warmer *w)
{
    struct retail_retailers_in in = {
        .after_name = SC_STR(""), .after_id = INT64_MIN, .page_limit = PAGE};
    struct sc_str name = SC_STR("");
    char *kept = NULL;
    enum sc_status st = SC_OK;
    bool has_more = true;

    for (int page = 0; st == SC_OK && has_more && page < PAGES_MAX; page++) {
        struct sc_load at = {.loader = &retail_retailers_loader, .count = 1, .in = &in};
        st = load(w, &at);
        has_more = st == SC_OK && at.first[1] == PAGE;
        for (uint32_t i = 0; st == SC_OK && i < at.first[1] - (has_more ? 1 : 0); i++) {
            const struct retail_retailer_by_id_row *row = at.rows[i];
            st = add_id(&w->retailers, row->id) ? SC_OK : full(w);
            in.after_id = row->id;
            name = row->name;
        }
        free(kept);
        kept = strndup(name.at, name.len); /* the rows go with the next load */
        in.after_name = sc_str_of(kept);
    }
    free(kept);
    tell(w, "retailers", w->retailers.count, w->retailers.count);
    return st;
}

static enum sc_status warm_categories(struct warmer *w)
{
    struct retail_categories_in in = {.after_name = SC_STR(""), .page_limit = PAGE};
    struct sc_load at = {.loader = &retail_categories_loader, .count = 1, .in = &in};
    enum sc_status st = load(w, &at);

    if (st == SC_OK)
        tell(w, "categories", at.first[1], at.first[1]);
    return st;
}

/* A loader by ids, a batch at a time; with `ret_ids` the ids of its rows are kept. */
struct step {
    const char *name;
    const struct sc_pg_loader *loader;
    const void *in;
    const struct ids *keys;
    struct ids *ret_ids;
    size_t id_at; /* in a row */
};

static enum sc_status take_ids(struct warmer *w, const struct step *step, const struct sc_load *at)
{
    for (uint32_t i = 0; step->ret_ids != NULL && i < at->first[at->count]; i++) {
        int64_t id;
        memcpy(&id, (const char *)at->rows[i] + step->id_at, sizeof id);
        if (!add_id(step->ret_ids, id))
            return full(w);
    }
    return SC_OK;
}

static enum sc_status warm_step(struct warmer *w, const struct step *step)
{
    size_t total = step->keys->count;
    union sc_key_part keys[BATCH];
    enum sc_status st = SC_OK;

    for (size_t done = 0; st == SC_OK && done < total;) {
        struct sc_load at = {.loader = step->loader, .keys = keys, .in = step->in};
        for (; at.count < BATCH && done + at.count < total; at.count++)
            keys[at.count].number = step->keys->at[done + at.count];
        st = load(w, &at);
        if (st == SC_OK)
            st = take_ids(w, step, &at);
        done += at.count;
        tell(w, step->name, done, total);
    }
    return st;
}

static enum sc_status warm_all(struct warmer *w)
{
    const struct retail_stores_of_retailer_in stores_in = {.after_code = SC_STR(""),
                                                           .page_limit = PAGE};
    const struct deals_deal_by_store_in deals_in = {
        .after_until_at = INT64_MIN, .after_id = INT64_MIN, .page_limit = PAGE};
    const struct step steps[] = {
        {"retailers by id", &retail_retailer_by_id_loader, NULL, &w->retailers, NULL, 0},
        {"stores of retailers", &retail_stores_of_retailer_loader, &stores_in, &w->retailers,
         &w->stores, offsetof(struct retail_store_by_id_row, id)},
        {"stores by id", &retail_store_by_id_loader, NULL, &w->stores, NULL, 0},
        {"deals of stores", &deals_deal_by_store_loader, &deals_in, &w->stores, NULL, 0},
    };
    enum sc_status st = warm_retailers(w);

    if (st == SC_OK)
        st = warm_categories(w);
    for (size_t i = 0; st == SC_OK && i < SC_COUNT(steps); i++) {
        st = warm_step(w, &steps[i]);
        if (w->stores.count > (size_t)w->warm->stores_max)
            w->stores.count = (size_t)w->warm->stores_max;
    }
    return st;
}

static enum sc_status run_for(struct warmer *w, int64_t ms)
{
    struct sc_loop_timer timer = {.on_time = stop, .context = w->loop};

    if (sc_loop_timer_set(w->loop, &timer, sc_deadline_in(ms)) != SC_OK)
        return sc_fail(w->rq, SC_NO_MEMORY, "no memory for a timer");
    sc_loop_run(w->loop);
    return SC_OK;
}

static enum sc_status wait_for_redis(struct warmer *w)
{
    struct sc_deadline deadline = sc_deadline_in(REDIS_MS);
    enum sc_status st = SC_OK;

    while (st == SC_OK && !sc_redis_is_ready(w->redis)) {
        if (sc_deadline_is_over(deadline))
            return sc_fail(w->rq, SC_UNAVAILABLE, "Redis does not answer");
        st = run_for(w, LOOK_MS);
    }
    return st;
}

static enum sc_status open_all(struct warmer *w)
{
    w->loop = sc_loop_create();
    w->metrics = sc_metrics_create();
    w->l1 = sc_l1_create(L1_BYTES);
    if (w->loop == NULL || w->metrics == NULL || w->l1 == NULL ||
        sc_redis_meters_declare(w->metrics, &w->meters) != SC_OK)
        return sc_fail(w->rq, SC_NO_MEMORY, "no memory for a loop");
    w->redis = sc_redis_create(w->loop, w->warm->redis, &w->meters);
    const struct sc_loads_config config = {
        .cluster = sc_pg_cluster(w->warm->pg),
        .connections = 1,
        .slow_connections = 1,
        .quick_ms = BATCH_MS,
        .l1 = w->l1,
        .redis = w->redis,
    };
    w->loads = w->redis == NULL ? NULL : sc_loads_create(w->loop, &config);
    return w->loads == NULL ? sc_fail(w->rq, SC_NO_MEMORY, "no memory for loads") : SC_OK;
}

enum sc_status app_cache_warm(struct sc_request *rq, const struct app_cache_warm *warm)
{
    struct warmer w = {.warm = warm, .rq = rq};
    enum sc_status st = sc_request_init(&w.batch, ARENA_CAP, sc_deadline_none());

    if (st != SC_OK)
        return st;
    st = open_all(&w);
    if (st == SC_OK)
        st = wait_for_redis(&w);
    if (st == SC_OK)
        st = warm_all(&w);
    if (st == SC_OK)
        st = run_for(&w, DRAIN_MS);
    sc_request_finish(&w.batch);
    sc_loads_destroy(w.loads);
    sc_redis_destroy(w.redis);
    sc_l1_destroy(w.l1);
    sc_metrics_destroy(w.metrics);
    sc_loop_destroy(w.loop);
    free(w.retailers.at);
    free(w.stores.at);
    return st;
}

static void tell_job(void *context, const char *step, int64_t done, int64_t total)
{
    sc_queue_tell(context, done, total, step);
}

enum sc_status app_cache_warm_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                  void *context)
{
    const struct workers_cache *cache = context;
    const struct app_cache_warm warm = {
        .pg = pg,
        .redis = cache->redis,
        .stores_max = APP_CACHE_WARM_STORES,
        .progress = tell_job,
        .context = job,
    };

    return cache->redis != NULL ? app_cache_warm(rq, &warm) : SC_OK;
}
