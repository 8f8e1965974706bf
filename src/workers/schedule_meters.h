/*
 * schedule_meters.h - what a scheduler counts.
 */
#ifndef SC_WORKERS_SCHEDULE_METERS_H
#define SC_WORKERS_SCHEDULE_METERS_H

#include "runtime/metrics.h"

struct workers_schedule_meters {
    struct sc_metric *is_leader, *epoch;
    struct sc_metric *lateness;
    struct sc_metric_group *ticks, *missed, *skipped; /* by task */
};

/* SC_NO_MEMORY. */
SC_MUST_USE enum sc_status workers_schedule_meters_declare(
    struct sc_metrics *metrics, struct workers_schedule_meters *ret_meters);

#endif
