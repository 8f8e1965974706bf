/*
 * crew_meters.h - what a crew counts.
 */
#ifndef SC_WORKERS_CREW_METERS_H
#define SC_WORKERS_CREW_METERS_H

#include "runtime/metrics.h"

struct workers_meters {
    struct sc_metric *stuck;
    struct sc_metric_group *attempts; /* by kind and outcome */
    struct sc_metric_group *runs;     /* by kind */
    struct sc_metric *expired;
    struct sc_metric *lost;
};

/* SC_NO_MEMORY. */
SC_MUST_USE enum sc_status workers_meters_declare(struct sc_metrics *metrics, struct sc_str queue,
                                                  struct workers_meters *ret_meters);

#endif
