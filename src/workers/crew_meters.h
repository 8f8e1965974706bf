/*
 * crew_meters.h - what a crew counts, and how deep its queue is.
 */
#ifndef SC_WORKERS_CREW_METERS_H
#define SC_WORKERS_CREW_METERS_H

#include "runtime/metrics.h"
#include "store/tx.h"

enum {
    WORKERS_DEPTH_STATES = 5,
};

struct workers_meters {
    struct sc_metric *depth[WORKERS_DEPTH_STATES];
    struct sc_metric *oldest;
    struct sc_metric *snapshot, *unvacuumed; /* of the database, whichever queue asks */
    struct sc_metric *stuck;
    struct sc_metric_group *attempts; /* by kind and outcome */
    struct sc_metric_group *runs;     /* by kind */
    struct sc_metric *expired;
    struct sc_metric *lost;
};

/* SC_NO_MEMORY. */
SC_MUST_USE enum sc_status workers_meters_declare(struct sc_metrics *metrics, struct sc_str queue,
                                                  struct workers_meters *ret_meters);

/* Asks the database how deep the queue is, and what keeps it from cleaning up. Statuses of
 * sc_tx_all. */
SC_MUST_USE enum sc_status workers_meters_read(struct sc_tx *tx, struct sc_str queue,
                                               const struct workers_meters *meters);

#endif
