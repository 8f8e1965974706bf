/*
 * import.h - the job of importing a path: each file in it in one transaction.
 *
 * Reads with retail's readers, hands products, prices and stores to retail and
 * deals to the deals service. Whatever happens, a file is either in the
 * catalogue as a whole or it has changed nothing, and the next one goes on.
 */
#ifndef SC_WORKERS_IMPORT_H
#define SC_WORKERS_IMPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json_out.h"
#include "base/status.h"
#include "base/str.h"
#include "retail/feed_read.h"
#include "retail/rejects.h"
#include "store/pg.h"
#include "workers/cache_drop.h"

enum {
    IMPORT_ARENA_CAP =
        24 * 1024 * 1024, /* bytes for one file; what it takes does not grow with it */
    /* Raise when readers understand the same bytes otherwise: files are then imported again. */
    IMPORT_READER_VERSION = 1,
};

struct import_options {
    const struct feed_formats *formats;
    struct feed_options feed;
    struct sc_str from;     /* where the path came from, told in its place; absent: itself */
    struct sc_str map_hash; /* bytes that tell the operator's map from any other; absent: none */
    struct workers_cache *cache; /* told of each file that is committed */
};

enum import_outcome {
    IMPORT_DONE,
    IMPORT_UNCHANGED, /* the same file was imported before */
    IMPORT_STALE,     /* a newer one was: nothing was changed */
    IMPORT_FAILED,    /* nothing was changed */
};

/* What became of one file. Borrowed for the length of the call. */
struct import_result {
    enum import_outcome outcome;
    struct sc_str path;
    struct sc_str source, kind, retailer, store; /* absent: not known, or none */
    bool is_complete;
    struct sc_str note; /* why it failed, is stale or takes nothing away; else absent */
    int64_t rows;       /* records in it, good and bad */
    int64_t products, prices, deals, stores; /* new or changed */
    int64_t unchanged;                       /* good records that were there just so */
    int64_t delisted;                        /* prices and deals taken away, stores closed */
    const struct retail_rejects *unpriced;   /* deals that are kept but not priced, by kind */
    const struct retail_rejects *rejected;   /* rows, by reason */
};

/* Who wants to know; either function may be NULL. */
struct import_watch {
    void *context;
    /* Raw bytes of the path so far and in all; every few hundred records. */
    void (*progress)(void *context, int64_t done_bytes, int64_t total_bytes, int64_t rows);
    void (*file)(void *context, const struct import_result *result);
};

/*
 * Imports what `path` holds: a file, or the files in an archive. SC_OK also when
 * a file failed, which `watch` is told. SC_CANCELLED: we were asked to stop.
 * SC_UNAVAILABLE: the database is gone, and going on is no use. Else: SC_NO_MEMORY.
 * `rq` has the words.
 */
SC_MUST_USE enum sc_status import_path(struct sc_request *rq, struct sc_pg *pg,
                                       const struct import_options *options, const char *path,
                                       const struct import_watch *watch);

/*
 * Once files are in: outliers, what shoppers' lines are looked up in, what deals are about; drops
 * prices older than `keep_months` (0: none). Left undone, the next one does it.
 */
SC_MUST_USE enum sc_status import_settle(struct sc_request *rq, struct sc_pg *pg,
                                         int64_t keep_months, struct workers_cache *cache);

/*
 * BLAKE2b-256 of a file's bytes, in rq's arena: for `map_hash`, and to know whether a file has
 * changed. Statuses of feed_file_open.
 */
SC_MUST_USE enum sc_status import_file_hash(struct sc_request *rq, const char *path,
                                            struct sc_str *ret_hash);

/* Of a path that could not even be read. */
struct import_result import_result_unread(struct sc_str path, struct sc_str why);

/* One file's object of `smartcart import --json` (docs/catalogue.md). */
void import_result_write(const struct import_result *result, struct sc_json_out *out);

#endif
