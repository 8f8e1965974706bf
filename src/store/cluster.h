/*
 * cluster.h - the nodes that serve a route: a primary, which takes writes, and its replicas.
 *
 * Who is the primary is seen, not configured (cluster_view.h): a thread asks each
 * node every SC_CLUSTER_LOOK_MS, and all who read or write ask here where to. A
 * replica that lags by SC_CLUSTER_LAG_BYTES or SC_CLUSTER_LAG_MS, or is silent
 * for SC_CLUSTER_SILENT_MS, is not read from until it is well again.
 *
 * Without replicas there is nothing to see: no thread, node 0 is the primary.
 *
 * For metrics and log a node is its place in the settings ("0" is that of
 * SMARTCART_DATABASE_URL) with its host.
 */
#ifndef SC_STORE_CLUSTER_H
#define SC_STORE_CLUSTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/str.h"
#include "runtime/metrics.h"
#include "runtime/request.h"
#include "store/cluster_view.h"
#include "store/pg_url.h"

enum {
    SC_CLUSTER_LOOK_MS = 500,
    SC_CLUSTER_LOOK_SOON_MS = 100, /* while the primary does not answer */
    SC_CLUSTER_ANSWER_MS = 1000,   /* for an answer, then the connection is closed */
};

struct sc_cluster_config {
    struct sc_str url;      /* as pg_url.h reads it */
    struct sc_str replicas; /* more of them, with spaces between; each may become the primary */
    int64_t lock_timeout_ms;
};

struct sc_cluster;

/* Reads the URLs and looks their hosts up; SC_LIMITED: too many. Else as sc_pg_target_read. */
SC_MUST_USE enum sc_status sc_cluster_create(struct sc_request *rq,
                                             const struct sc_cluster_config *config,
                                             struct sc_cluster **ret_cluster);
/*
 * Begins to look, when there are replicas, and waits until a primary has been seen: for
 * SC_CLUSTER_ANSWER_MS at most, and with none goes on looking. SC_NO_MEMORY, SC_BUSY: no thread.
 */
SC_MUST_USE enum sc_status sc_cluster_start(struct sc_request *rq, struct sc_cluster *cluster,
                                            struct sc_metrics *metrics); /* NULL: none */
/* Whoever used it is gone. NULL is fine. */
void sc_cluster_destroy(struct sc_cluster *cluster);

/* From here on: any thread, without waiting. */

unsigned sc_cluster_count(const struct sc_cluster *cluster);
bool sc_cluster_has_replicas(const struct sc_cluster *cluster);
struct sc_str sc_cluster_label(const struct sc_cluster *cluster, unsigned node);
/* How to connect to a node: to write, and to read a few rows (SC_PG_READ_SETTINGS). */
const struct sc_pg_target *sc_cluster_target(const struct sc_cluster *cluster, unsigned node);
const struct sc_pg_target *sc_cluster_read_target(const struct sc_cluster *cluster, unsigned node);
unsigned sc_cluster_primary(const struct sc_cluster *cluster);
/* Its timeline; 0: no primary was seen yet. What is of an older one, all who are read from have. */
uint32_t sc_cluster_timeline(const struct sc_cluster *cluster);
/* It turned out to be read-only, say: looks at once. */
void sc_cluster_look(struct sc_cluster *cluster);

/* Where a read may go. */
struct sc_read_wish {
    struct sc_read_point seen; /* not older than this */
    uint32_t without;          /* bits of nodes that will not do, but as the primary */
    unsigned turn;             /* which of those that are as good: counts up */
};
struct sc_read_choice {
    unsigned node;
    bool is_guarded; /* whether it has replayed `seen.lsn` is to be asked before */
};
struct sc_read_choice sc_cluster_choose(const struct sc_cluster *cluster,
                                        const struct sc_read_wish *wish);
/* A node said how far it has replayed; of another timeline than its last known, it does not count.
 */
void sc_cluster_replayed(struct sc_cluster *cluster, unsigned node, struct sc_read_point point);
/*
 * Whether it will have in a moment what it has not: it had all of the primary's when both were
 * last looked at, and nobody has found since that it fell behind.
 */
bool sc_cluster_is_near(const struct sc_cluster *cluster, unsigned node);
void sc_cluster_fell_behind(struct sc_cluster *cluster, unsigned node);
/* A connection to it broke: it may have been started again, and have replayed less than before. */
void sc_cluster_broke(struct sc_cluster *cluster, unsigned node);
/*
 * Where the primary was seen to stand at some moment since `since_us` (monotonic): what was
 * committed before then lies before it. False: it was not seen since. Without replicas nothing
 * lags, and the point is zero.
 */
bool sc_cluster_stood(struct sc_cluster *cluster, int64_t since_us,
                      struct sc_read_point *ret_point);

/* What was committed on this node up to this LSN; of one that was not seen yet, all there is. */
struct sc_read_point sc_cluster_point(const struct sc_cluster *cluster, unsigned node,
                                      uint64_t lsn);

/* A point that only the primary has reached. */
#define SC_READ_POINT_PRIMARY ((struct sc_read_point){.timeline = UINT32_MAX})

/* The later of two. */
static inline void sc_read_point_raise(struct sc_read_point *at, struct sc_read_point to)
{
    if (to.timeline > at->timeline || (to.timeline == at->timeline && to.lsn > at->lsn))
        *at = to;
}

#endif
