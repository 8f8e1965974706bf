/*
 * loads_meters.h - what is counted of loads, by all loops together.
 */
#ifndef SC_STORE_LOADS_METERS_H
#define SC_STORE_LOADS_METERS_H

#include "base/macros.h"
#include "base/status.h"
#include "runtime/metrics.h"
#include "store/l1.h"

/* What became of a key that was looked for in L2. */
enum sc_l2_result {
    SC_L2_HIT,
    SC_L2_MISS,  /* it is not there, or good no more */
    SC_L2_WRONG, /* its bytes are not rows of this key */
    SC_L2_AWAY,  /* it was not asked for, or not answered in time */
    SC_L2_RESULT_COUNT,
};

struct sc_loads_meters {
    struct sc_metric_group *statements; /* ended, by loader and status */
    struct sc_metric_group *rows;       /* by loader */
    struct sc_metric_group *waits;      /* for a connection, by pool */
    struct sc_metric_group *durations;  /* of a batch on its connection, by pool */
    struct sc_metric_group *again;      /* statements sent once more, by pool */
    struct sc_metric_group *routes; /* batches by node and how it was chosen; only with replicas */
    struct sc_metric_group *troubles;    /* batches that were had elsewhere, by why */
    struct sc_metric_group *connections; /* how many there are now, by pool and state */
    struct sc_metric *l2_keys[SC_L2_RESULT_COUNT];
    struct sc_metric *l2_stored;
};

/* Declares them, once. SC_NO_MEMORY. */
SC_MUST_USE enum sc_status sc_loads_meters_declare(struct sc_metrics *metrics,
                                                   struct sc_loads_meters *ret_meters);

/* Has hits, misses, what was stored, evicted and is there now asked of `l1`, which must outlive
 * them. */
SC_MUST_USE enum sc_status sc_l1_meters_declare(struct sc_metrics *metrics, struct sc_l1 *l1);

#endif
