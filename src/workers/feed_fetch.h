/*
 * feed_fetch.h - the job kind "feed_fetch", {"source": name}: what a source has that is new is
 * fetched and imported.
 *
 * Each place of the source (retail/source.h) is asked in turn, an address only when nobody
 * else asks its host, and after a pause. What has not changed by its ETag, its date or its
 * bytes is not imported; each file that has is imported once, in its own transaction, as
 * `smartcart import` does. A place that fails does not hold up the others: it is told in its
 * row, and tried again by the queue, FEED_FETCH_ATTEMPTS times; then the next tick does.
 */
#ifndef SC_WORKERS_FEED_FETCH_H
#define SC_WORKERS_FEED_FETCH_H

#include "net/http_peer.h"
#include "runtime/metrics.h"
#include "store/queue.h"
#include "workers/import.h"

enum {
    FEED_FETCH_ATTEMPTS = 5,          /* of one tick: some six minutes */
    FEED_FETCH_MS = 2 * 3600 * 1000,  /* a source, with its imports */
    FEED_FETCH_PLACE_MS = 540 * 1000, /* to get one file: a transaction may idle for 600 s */
    FEED_FETCH_PATIENCE_MS = 15000,   /* for a host that is asked by others, or pauses */
};

struct workers_feed {
    struct sc_http_networks allowed;    /* beside the public Internet */
    const char *folder;                 /* for files on their way */
    const char *ca_path;                /* as sc_http_fetch has it */
    int64_t bytes_max;                  /* of one file */
    int64_t keep_months;                /* as import_settle has it */
    const struct sc_redis_place *redis; /* whose caches forget what is imported; NULL: none */
    struct sc_metric_group *fetches;    /* by source and outcome; NULL: not counted */
};

/* SC_NO_MEMORY. */
SC_MUST_USE enum sc_status workers_feed_meters_declare(struct sc_metrics *metrics,
                                                       struct workers_feed *feed);

/* What is to be fetched. */
struct workers_feed_ask {
    struct sc_str source;
    const struct import_watch *watch; /* is told of each file */
    bool is_again;                    /* an attempt before this one may have ended midway */
    struct sc_job_row *job;           /* is told how far it is; NULL: none */
};

/* What came of it. */
struct workers_feed_told {
    int64_t changed, same, failed; /* places */
};

/*
 * Asks all places of a source. SC_OK: of those that failed none may
 * go well later. SC_NOT_FOUND: no such source. SC_INVALID: its map or format is none. Else a status
 * that may be retried: of a place, or because we, or the database, are going.
 */
SC_MUST_USE enum sc_status workers_feed_fetch(struct sc_request *rq, struct sc_pg *pg,
                                              const struct workers_feed *feed,
                                              const struct workers_feed_ask *ask,
                                              struct workers_feed_told *ret_told);

/* The `run` of a kind whose context is a struct workers_feed. */
enum sc_status workers_feed_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                void *context);

#endif
