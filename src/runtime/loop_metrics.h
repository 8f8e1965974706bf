/*
 * loop_metrics.h - how busy the loops are, as metrics.
 */
#ifndef SC_RUNTIME_LOOP_METRICS_H
#define SC_RUNTIME_LOOP_METRICS_H

#include "runtime/loop.h"
#include "runtime/metrics.h"

struct sc_loop_metrics {
    struct sc_metric_group *busy, *longest, *turns;
};

/* SC_NO_MEMORY. */
SC_MUST_USE enum sc_status sc_loop_metrics_init(struct sc_loop_metrics *loops,
                                                struct sc_metrics *metrics);

/* Takes over what the loop has counted; before metrics are written. Any thread. */
void sc_loop_metrics_read(const struct sc_loop_metrics *loops, struct sc_loop *loop,
                          struct sc_str name);

#endif
